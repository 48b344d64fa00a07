import { useState } from 'react';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { emptyParty, type Party } from '../../shared/invoice/party.ts';
import { showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { deviceName } from './device-name.ts';
import { PassphraseStep } from './passphrase-step.tsx';
import { PhraseCheck } from './phrase-check.tsx';
import { PhraseSheet } from './phrase-sheet.tsx';
import { RestoreStep } from './restore-step.tsx';
import { SellerStep } from './seller-step.tsx';
import { WalletStep } from './wallet-step.tsx';
import { WelcomeStep } from './welcome-step.tsx';

type Step =
  | { name: 'welcome' | 'seller' | 'wallet' | 'passphrase' | 'restore' }
  | { name: 'phrase' | 'check'; phrase: string };

const order = ['welcome', 'seller', 'wallet', 'phrase', 'check'];

/** The first run: who you are, where the money goes, and the phrase that brings it all back. */
export function FirstRun({ workspace, onDone }: { workspace: WorkspaceView; onDone: () => void }) {
  const engine = useEngine();
  const [step, setStep] = useState<Step>({ name: 'welcome' });
  const [seller, setSeller] = useState<Party>(emptyParty);
  const [wallet, setWallet] = useState<string>(workspace.practice ? 'practice' : '');
  const [isBusy, setBusy] = useState(false);

  async function create(): Promise<void> {
    setBusy(true);
    const result = await engine.call('workspace.create', { seller, wallet, deviceName: deviceName() });
    setBusy(false);
    if (result.ok) setStep({ name: 'phrase', phrase: result.value.phrase });
    else if (result.problem.code === 'secret.locked') setStep({ name: 'passphrase' });
    else showProblem(result.problem, 'Your workspace was not made');
  }

  const goTo = (name: 'welcome' | 'seller' | 'wallet' | 'restore') => () => setStep({ name });

  function content() {
    switch (step.name) {
      case 'welcome':
        return <WelcomeStep practice={workspace.practice} onStart={goTo('seller')} onRestore={goTo('restore')} />;
      case 'seller':
        return <SellerStep seller={seller} onChange={setSeller} onBack={goTo('welcome')} onNext={goTo('wallet')} />;
      case 'wallet':
        return (
          <WalletStep
            practice={workspace.practice}
            wallet={wallet}
            isBusy={isBusy}
            onChange={setWallet}
            onBack={goTo('seller')}
            onNext={() => void create()}
          />
        );
      case 'passphrase':
        return <PassphraseStep isBusy={isBusy} onBack={goTo('wallet')} onChosen={() => void create()} />;
      case 'restore':
        return <RestoreStep onBack={goTo('welcome')} onDone={onDone} />;
      case 'phrase':
        return <PhraseSheet phrase={step.phrase} onNext={() => setStep({ ...step, name: 'check' })} onSkip={onDone} />;
      case 'check':
        return <PhraseCheck onBack={() => setStep({ ...step, name: 'phrase' })} onDone={onDone} onSkip={onDone} />;
    }
  }

  return (
    <div className="first-run">
      <main id="main" className="first-run-card" data-step={step.name}>
        <Progress step={step.name} />
        {content()}
      </main>
    </div>
  );
}

function Progress({ step }: { step: Step['name'] }) {
  const place = order.indexOf(step);
  if (place < 1) return null;
  return (
    <p className="first-run-progress">
      <span className="visually-hidden">
        Step {place} of {order.length - 1}
      </span>
      {order.slice(1).map((name, index) => (
        <span key={name} className="progress-dot" data-done={index < place ? true : undefined} aria-hidden="true" />
      ))}
    </p>
  );
}
