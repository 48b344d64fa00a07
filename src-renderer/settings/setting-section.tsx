import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SettingsSave } from './use-setting.ts';

interface SettingSectionProps {
  title: string;
  lead?: ReactNode;
  save?: SettingsSave;
  children: ReactNode;
}

/** A block of settings with its heading, and beside it whether the last change is saved. */
export function SettingSection({ title, lead, save, children }: SettingSectionProps) {
  return (
    <section className="setting-section">
      <header>
        <h2>{title}</h2>
        <span className="save-mark" role="status">
          {save?.state === 'saving' ? 'Saving…' : null}
          {save?.state === 'saved' ? (
            <>
              <Check size={14} aria-hidden="true" /> Saved
            </>
          ) : null}
        </span>
      </header>
      {lead ? <p className="setting-lead">{lead}</p> : null}
      <div className="setting-fields">{children}</div>
      {save?.problem ? (
        <p className="field-problem" role="alert">
          {save.problem}
        </p>
      ) : null}
    </section>
  );
}
