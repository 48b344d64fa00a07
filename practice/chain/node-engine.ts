/** A running node of the practice chain that does not mine by itself unless asked to mine at once. */
export interface NodeEngine {
  readonly rpcUrl: string;
  /** The node's own process, where it has one: the parent ends it if its keeper dies. */
  readonly pid?: number;
  /** Writes the whole chain to the state file it was started with, atomically; does nothing without one. */
  save(): Promise<void>;
  /** Ends the node without saving. */
  stop(): Promise<void>;
  /** Settles when the node ends by itself. */
  readonly ended: Promise<void>;
}

/** How to start a node: `port` is free or 0; `mineAtOnce` mines a block for every transaction as it comes. */
export interface NodeEngineOptions {
  readonly port: number;
  readonly stateFile?: string;
  readonly mineAtOnce: boolean;
}
