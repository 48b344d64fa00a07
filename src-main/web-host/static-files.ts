import type { ServerResponse } from 'node:http';
import { readAppFile } from '../read-app-file.ts';

/** Serves the files of one folder and nothing outside it; `/` is `index.html`. */
export function createStaticFiles(folder: string) {
  return {
    /** Sends a file; answers false, with nothing sent, where there is none. */
    async send(pathname: string, response: ServerResponse): Promise<boolean> {
      const path = pathname === '/' ? '/index.html' : pathname;
      const file = await readAppFile(folder, path);
      if (!file) return false;
      response.writeHead(200, {
        'content-type': file.type,
        'content-length': file.content.byteLength,
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      response.end(file.content);
      return true;
    },
  };
}
