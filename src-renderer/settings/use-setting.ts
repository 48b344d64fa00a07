import { useEffect, useRef, useState } from 'react';
import type { Settings } from '../../shared/app-api/views.ts';
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
