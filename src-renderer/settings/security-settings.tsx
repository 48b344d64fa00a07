import { Download, Eye } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Modal } from '../components/modal.tsx';
import { PhraseGrid } from '../components/phrase-grid.tsx';
import { saveFile } from '../components/save-file.ts';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { PhraseCheck } from '../first-run/phrase-check.tsx';
import { SettingSection } from './setting-section.tsx';

/** The recovery phrase, and everything as a file. */
export function SecuritySettings() {
  const engine = useEngine();
  const [phrase, setPhrase] = useState<string | null>(null);
  const [isChecking, setChecking] = useState(false);
  async function reveal(): Promise<void> {
    const result = await engine.call('workspace.revealPhrase', {});
    if (result.ok) setPhrase(result.value.phrase);
    else showProblem(result.problem, 'The phrase cannot be shown');
  }
  async function exportAll(): Promise<void> {
    const result = await engine.call('workspace.export', {});
    if (!result.ok) return showProblem(result.problem, 'The export was not made');
    saveFile(result.value, 'application/octet-stream');
    showDone(`${result.value.filename} is saved`);
  }
  function close(): void {
    setPhrase(null);
    setChecking(false);
  }
  return (
    <>
      <SettingSection
        title="Recovery phrase"
        lead="The 24 words bring your invoices back on another device. Whoever has them can read everything here; they do not open your wallet."
      >
        <div className="button-row">
          <Button icon={<Eye size={16} aria-hidden="true" />} onClick={() => void reveal()}>
            Show recovery phrase
          </Button>
        </div>
      </SettingSection>
      <SettingSection
        title="Export"
        lead="Every invoice, contact and setting in one readable file. Keep it safe: it is not sealed."
      >
        <div className="button-row">
          <Button icon={<Download size={16} aria-hidden="true" />} onClick={() => void exportAll()}>
            Export everything
          </Button>
        </div>
      </SettingSection>
      <Modal
        open={phrase !== null}
        onClose={close}
        wide
        title="Recovery phrase"
        description={isChecking ? undefined : 'Write the words on paper, in this order. Do not photograph them.'}
      >
        {phrase === null ? null : isChecking ? (
          <PhraseCheck
            onBack={() => setChecking(false)}
            onSkip={close}
            onDone={() => {
              close();
              showDone('Recovery phrase confirmed');
            }}
          />
        ) : (
          <div className="stack">
            <PhraseGrid phrase={phrase} />
            <div className="modal-actions">
              <CopyButton text={phrase} label="Copy" />
              <Button look="primary" onClick={() => setChecking(true)}>
                I have written them down
              </Button>
            </div>
          </div>
        )}
      </Modal>
    </>
  );
}
