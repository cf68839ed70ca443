// Makes a photo as small as the server would, before it waits for a network: a few hundred KB
// instead of many MB. What the camera says about the time of the photo is kept.
const SIDE = 2000; // pixels, as on the server
const BYTES = 700_000; // a photo of that size or less is left as it is
const QUALITY = 0.82;
const [SOI, APP1, SOS, ORIENTATION] = [0xffd8, 0xffe1, 0xffda, 0x0112];

export async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file; // the server says what is wrong with it
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  if (scale === 1 && file.size <= BYTES) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // where it was transparent
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!drawn || drawn.size >= file.size) return file;
  const claims = await cameraClaims(file);
  const parts = claims ? [drawn.slice(0, 2), claims, drawn.slice(2)] : [drawn];
  const name = `${file.name.replace(/\.\w+$/, "")}.jpg`;
  return new File(parts, name, { type: "image/jpeg", lastModified: file.lastModified });
}

// The Exif part of a JPEG, marked as upright: the drawn picture is.
async function cameraClaims(file) {
  const bytes = await file.slice(0, 256 * 1024).arrayBuffer();
  const view = new DataView(bytes);
  try {
    if (view.getUint16(0) !== SOI) return null;
    for (let at = 2; view.getUint16(at) !== SOS; at += 2 + view.getUint16(at + 2)) {
      const found = view.getUint16(at) === APP1 && view.getUint32(at + 4) === 0x45786966; // Exif
      if (!found) continue;
      const length = 2 + view.getUint16(at + 2);
      stand(new DataView(bytes, at + 10, length - 10));
      return bytes.slice(at, at + length);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // it ends too early: no claims
  }
  return null;
}

function stand(tiff) {
  const little = tiff.getUint16(0) === 0x4949;
  const start = tiff.getUint32(4, little);
  const count = tiff.getUint16(start, little);
  for (let entry = start + 2; entry < start + 2 + 12 * count; entry += 12)
    if (tiff.getUint16(entry, little) === ORIENTATION) tiff.setUint16(entry + 8, 1, little);
}
