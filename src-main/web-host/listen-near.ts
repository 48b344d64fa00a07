import type { Server } from 'node:http';

/** Listens on loopback at `port`, or at the next free one of the twenty after it, or at any; answers the port taken. */
export async function listenNear(server: Server, port: number): Promise<number> {
  const candidates = port === 0 ? [0] : [...Array.from({ length: 20 }, (_, step) => port + step), 0];
  for (const candidate of candidates) {
    const taken = await tryListen(server, candidate);
    if (taken !== null) return taken;
  }
  throw new Error('No loopback port is free.');
}

function tryListen(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    };
    const listening = (): void => {
      server.off('error', failed);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, '127.0.0.1');
  });
}
