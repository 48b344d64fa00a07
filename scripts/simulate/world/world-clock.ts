/**
 * The time in the simulated world: it goes on by itself, and jumps ahead when blocks are made. All processes go by it.
 */
export class WorldClock {
  #ahead = 0;
  readonly #listeners: ((ahead: number) => void)[] = [];

  /** How far ahead of this machine's clock it is, in milliseconds. */
  get ahead(): number {
    return this.#ahead;
  }

  /** Unix seconds. */
  get seconds(): number {
    return Math.floor((Date.now() + this.#ahead) / 1_000);
  }

  /** Lets time pass. */
  jump(seconds: number): void {
    this.#ahead += seconds * 1_000;
    for (const listener of this.#listeners) listener(this.#ahead);
  }

  onJump(listener: (ahead: number) => void): void {
    this.#listeners.push(listener);
  }
}
