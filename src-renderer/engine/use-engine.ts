import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { AppClient } from '../../shared/app-api/app-client.ts';
import type { AppQueryName, QueryInput, QueryOutput } from '../../shared/app-api/app-api.ts';
import type { Problem } from '../../shared/result.ts';
import type { ConnectionStatus, EngineConnection } from './engine-connection.ts';

/** The engine's connection, given once at the root. */
export const EngineContext = createContext<EngineConnection | null>(null);

function useConnection(): EngineConnection {
  const connection = use(EngineContext);
  if (!connection) throw new Error('This part of the app is shown outside its engine context');
  return connection;
}

/** The typed client of the engine. */
export function useEngine(): AppClient {
  return useConnection().client;
}

/** The state of the channel to the engine, live. */
export function useConnectionStatus(): ConnectionStatus {
  const connection = useConnection();
  return useSyncExternalStore(connection.subscribe, connection.status);
}

/** Why something that is shown cannot be read just now, live; null while all can. */
export function useTrouble(): Problem | null {
  const connection = useConnection();
  return useSyncExternalStore(connection.subscribe, connection.trouble);
}

/** A live query as last heard; `value` is undefined until its first answer, and stays while `problem` says why none comes. */
export interface Watched<Value> {
  readonly value: Value | undefined;
  readonly problem: Problem | null;
}

/** Watches a query while the component is shown. The value never belongs to another input than the present one. */
export function useWatch<Name extends AppQueryName>(name: Name, input: QueryInput<Name>): Watched<QueryOutput<Name>> {
  const engine = useEngine();
  const key = `${name} ${JSON.stringify(input)}`;
  const [state, setState] = useState<{ key: string; value?: QueryOutput<Name>; problem: Problem | null }>();
  useEffect(() => {
    return engine.watch(
      name,
      input,
      (value) => setState({ key, value, problem: null }),
      (problem) => setState((old) => ({ key, problem, ...(old?.key === key ? { value: old.value } : {}) })),
    );
    // `key` stands for `name` and `input`, which are fresh objects on every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [engine, key]);
  return state?.key === key ? { value: state.value, problem: state.problem } : { value: undefined, problem: null };
}
