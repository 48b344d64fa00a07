import { useEffect, useRef, useState } from 'react';
import type { Settings } from '../../shared/app-api/settings.ts';
import { useEngine } from '../engine/use-engine.ts';

/** How the last change of a section stands; `problem` is in words. */
export interface SettingsSave {
  readonly state: 'idle' | 'saving' | 'saved';
  readonly problem: string | null;
  readonly update: (change: Partial<Settings>) => Promise<boolean>;
}

/** Saves settings as they change and says how that went. */
export function useSettingsSave(): SettingsSave {
  const engine = useEngine();
  const [state, setState] = useState<SettingsSave['state']>('idle');
  const [problem, setProblem] = useState<string | null>(null);
  async function update(change: Partial<Settings>): Promise<boolean> {
    setState('saving');
    const result = await engine.call('settings.update', change);
    setState(result.ok ? 'saved' : 'idle');
    setProblem(result.ok ? null : result.problem.message);
    return result.ok;
  }
  return { state, problem, update };
}

/**
 * A setting that is changed part by part: each change is laid over the one before it, even while that is still being
 * saved, so that none undoes another. Answers the newest value and how to change it.
 */
export function useParts<T>(saved: T, save: SettingsSave, write: (value: T) => Partial<Settings>) {
  const [waiting, setWaiting] = useState<{ value: T } | null>(null);
  const newest = useRef(saved);
  const running = useRef(0);
  useEffect(() => {
    if (running.current === 0) newest.current = saved;
  }, [saved]);
  async function change(edit: (value: T) => T): Promise<void> {
    const value = edit(newest.current);
    newest.current = value;
    running.current += 1;
    setWaiting({ value });
    const isSaved = await save.update(write(value));
    running.current -= 1;
    if (running.current > 0) return;
    // What was refused is not laid under the next change.
    if (!isSaved) newest.current = saved;
    setWaiting(null);
  }
  return { value: waiting ? waiting.value : saved, change };
}

/**
 * A field's text while it is edited. It follows the setting until somebody types, and is saved by `commit` when the
 * field is left.
 */
export function useEdited(saved: string): { text: string; setText: (text: string) => void; isChanged: boolean } {
  const [text, setText] = useState(saved);
  const before = useRef(saved);
  useEffect(() => {
    if (saved === before.current) return;
    setText((now) => (now === before.current ? saved : now));
    before.current = saved;
  }, [saved]);
  return { text, setText, isChanged: text !== saved };
}
