// The report form. Without this all fields stand open; with it only what is needed is asked.
for (const form of document.querySelectorAll("form[data-report]")) {
  // The quantity, only where the chosen result counts.
  const { result, quantity } = form.elements;
  const field = quantity?.closest(".field");
  const show = () => {
    const unit = result.selectedOptions[0]?.dataset.unit;
    const note = field.querySelector(".optional");
    field.hidden = quantity.disabled = !unit;
    if (unit && note) note.textContent = `(${unit}, boleh kosong)`;
  };
  if (result && field) {
    result.addEventListener("change", show);
    if (!field.classList.contains("wrong")) show();
  }

  // Files: the label is the button, the chosen names stand beneath it.
  form.classList.add("picks");
  for (const input of form.querySelectorAll("input[type=file]")) {
    const chosen = input.parentElement.querySelector(".chosen");
    const tell = () => {
      chosen.textContent = [...input.files].map((file) => file.name).join(", ");
    };
    input.addEventListener("change", tell);
    tell();
  }
}
