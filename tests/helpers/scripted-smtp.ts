import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/**
 * What the server does with the next message: takes it, or says this code, or hangs up in the middle, or reads it whole and
 * never answers.
 */
export type SmtpTurn = 'accept' | { readonly code: number; readonly message: string } | 'hang-up' | 'no-answer';

/** A real SMTP server that behaves as told, one turn a message; when the turns are used up it accepts. */
export interface ScriptedSmtp {
  readonly port: number;
  /** Raw messages that were accepted. */
  readonly accepted: string[];
  /** Messages that were begun, whatever came of them. */
  readonly attempts: () => number;
  /** The next raw message that is read whole and never answered. */
  nextUnanswered(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the server on loopback. */
export async function startScriptedSmtp(turns: SmtpTurn[]): Promise<ScriptedSmtp> {
  const accepted: string[] = [];
  let attempts = 0;
  let unanswered = Promise.withResolvers<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      attempts += 1;
      const turn = turns.shift() ?? 'accept';
      text(stream).then((message) => {
        if (turn === 'accept') {
          accepted.push(message);
          return done();
        }
        if (turn === 'no-answer') {
          unanswered.resolve(message);
          unanswered = Promise.withResolvers<string>();
          return;
        }
        if (turn === 'hang-up')
          return server.connections.forEach((connection) =>
            (connection as { _socket: { destroy(): void } })._socket.destroy(),
          );
        done(Object.assign(new Error(turn.message), { responseCode: turn.code }));
      }, done);
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    accepted,
    attempts: () => attempts,
    nextUnanswered: () => unanswered.promise,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
