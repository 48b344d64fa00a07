import { useEffect, useState } from 'react';
import type { CommandInput, CommandOutput } from '../../shared/app-api/app-api.ts';
import type { Result } from '../../shared/result.ts';
import { useEngine } from '../engine/use-engine.ts';

/**
 * What a way of receiving would give; null while that is being worked out, or where nothing is asked. `again` asks once
 * more, with the old answer in its place meanwhile.
 */
export interface WatchedPreview {
  readonly answer: Result<CommandOutput<'receiving.preview'>> | null;
  readonly again: () => void;
}

/**
 * Asks the engine what a way of receiving would give. `question` is null where there is nothing to ask yet; an answer
 * never belongs to another question, nor to another `wallet`, than the present one.
 */
export function useReceivingPreview(
  question: CommandInput<'receiving.preview'> | null,
  wallet: string,
): WatchedPreview {
  const engine = useEngine();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{ key: string; answer: WatchedPreview['answer'] }>();
  const key = question ? [question.mode, question.xpub, wallet].join(' ') : '';
  useEffect(() => {
    if (!question) return;
    let isCurrent = true;
    void engine.call('receiving.preview', question).then((answer) => {
      if (isCurrent) setState({ key, answer });
    });
    return () => {
      isCurrent = false;
    };
    // `key` stands for `question`, which is a fresh object on every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [engine, key, round]);
  return { answer: state && state.key === key ? state.answer : null, again: () => setRound(round + 1) };
}
