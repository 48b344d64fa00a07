import { fromBase64url, toBase64url } from '../../../shared/sealing/base64url.ts';
import { ok, type Problem, type Result } from '../../../shared/result.ts';
import type { FromEngineProcess, ToEngineProcess } from '../engine-process-messages.ts';
import type { SecretStore } from './secret-store.ts';

type Answer = Extract<ToEngineProcess, { type: 'secret-answer' }>;

/** A store that asks the parent process, which alone can reach the system's keyring, over its message port. */
export interface ParentSecretStore extends SecretStore {
  /** Takes the parent's answer. */
  answered(answer: Answer): void;
}

/** Makes the store; `ask` sends to the parent. */
export function parentSecretStore(ask: (message: FromEngineProcess) => void): ParentSecretStore {
  let lastId = 0;
  const waiting = new Map<number, (answer: Answer) => void>();

  function answerTo(message: (id: number) => FromEngineProcess): Promise<Answer> {
    const id = ++lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      ask(message(id));
    });
  }

  return {
    protection: 'keyring',
    answered(answer) {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    },
    async load() {
      const answer = await answerTo((id) => ({ type: 'secret-load', id }));
      const problem = problemOf(answer);
      if (problem) return problem;
      return ok(answer.secret === null ? null : fromBase64url(answer.secret));
    },
    async save(secret) {
      const answer = await answerTo((id) => ({ type: 'secret-save', id, secret: toBase64url(secret) }));
      return problemOf(answer) ?? ok(undefined);
    },
    unlock: () => Promise.resolve(ok(undefined)),
  };
}

function problemOf({ problem }: Answer): (Result<never> & { ok: false }) | null {
  if (!problem) return null;
  const { path, ...rest } = problem;
  const found: Problem = path ? { ...rest, path } : rest;
  return { ok: false, problem: found };
}
