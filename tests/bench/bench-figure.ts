/** One line of `out/bench.json`: a measured value beside the same of a peer, and the aim that it is held against. */
export interface BenchFigure {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in words. */
  readonly peer: string;
  readonly peerValue: number | null;
  /** How many times better than the peer; null without one. */
  readonly ratio: number | null;
  readonly aim: string;
  readonly met: boolean | null;
}
