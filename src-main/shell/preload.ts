import { contextBridge, ipcRenderer } from 'electron';
import { setUpPreload } from './set-up-preload.ts';

// The entry of the window's preload, bundled into one CommonJS file: a sandboxed preload can load no other.
setUpPreload({ contextBridge, ipcRenderer, view: window });
