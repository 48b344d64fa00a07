import { fail, ok, type Result } from '../../shared/result.ts';

const types = ['image/png', 'image/jpeg', 'image/svg+xml'];
const mostBytes = 300_000;

/** Reads an image file as a data URL. Refuses other types, files over 300 kB, and what no browser can draw. */
export async function readLogo(file: Blob): Promise<Result<string>> {
  if (!types.includes(file.type)) return fail('logo.type', 'A logo must be a PNG, JPEG or SVG picture.');
  if (file.size > mostBytes) {
    const size = Math.ceil(file.size / 1000);
    return fail(
      'logo.too-large',
      `This picture has ${size} kB; at most 300 kB are kept. Save it smaller and try again.`,
    );
  }
  const url = await dataUrlOf(file);
  if (await isDrawable(url)) return ok(url);
  return fail('logo.broken', 'This file is damaged or holds no picture. Choose another.');
}

/** Whether a picture can be drawn. A script within an SVG never runs in an image. */
async function isDrawable(url: string): Promise<boolean> {
  const image = new Image();
  image.src = url;
  return image.decode().then(
    () => true,
    () => false,
  );
}

function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () =>
      reject(new Error(`The picture could not be read: ${reader.error?.message}`)),
    );
    reader.readAsDataURL(file);
  });
}
