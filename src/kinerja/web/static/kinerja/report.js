// The report form: the quantity is asked only where the chosen result counts.
for (const form of document.querySelectorAll("form[data-report]")) {
  const { result, quantity } = form.elements;
  if (!result || !quantity) continue;
  const field = quantity.closest(".field");
  const hint = field.querySelector(".hint");
  const show = () => {
    const unit = result.selectedOptions[0]?.dataset.unit;
    field.hidden = quantity.disabled = !unit;
    if (unit && hint) hint.textContent = `Dihitung dalam ${unit}.`;
  };
  result.addEventListener("change", show);
  if (!field.classList.contains("wrong")) show();
}
