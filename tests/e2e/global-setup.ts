import { buildRenderer } from '../../scripts/app/build-renderer.ts';
import { electronHere } from './electron-here.ts';

/** Builds the app once for the whole run, with the shell where there is an Electron to run it. */
export default async function setUp(): Promise<void> {
  await buildRenderer();
  const electron = electronHere();
  if ('program' in electron) {
    const { buildApp } = await import('../../scripts/build-app.ts');
    await buildApp();
  }
  process.stdout.write(
    'program' in electron
      ? `The app runs in Electron (${electron.program}).\n`
      : `The app runs in Chromium through the web host, because ${electron.missing}.\n`,
  );
}
