import { runEngineProcess, type EngineParentPort } from './run-engine-process.ts';

// The entry of the engine's own process in the desktop app (Electron's utilityProcess, which gives it a parentPort).
const { parentPort } = process as NodeJS.Process & { readonly parentPort?: EngineParentPort };
if (!parentPort) throw new Error('engine-process runs as a utility process of the desktop app only');
runEngineProcess(parentPort, (exitCode) => process.exit(exitCode));
