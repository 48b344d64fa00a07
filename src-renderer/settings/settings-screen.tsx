import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Page } from '../components/page.tsx';
import { Awaited } from '../components/awaited.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { DefaultsSettings } from './defaults-settings.tsx';
import { DevicesSettings } from './devices-settings.tsx';
import { NetworkSettings } from './network-settings.tsx';
import { PaymentSettings } from './payment-settings.tsx';
import { ProfileSettings } from './profile-settings.tsx';
import { ReceivingSettings } from './receiving-settings.tsx';
import { SecuritySettings } from './security-settings.tsx';
import { WalletSettings } from './wallet-settings.tsx';

/** What every settings section is given. */
export interface SectionProps {
  settings: Settings;
  workspace: WorkspaceView;
}

const sections: readonly { name: string; label: string; render: (props: SectionProps) => ReactNode }[] = [
  { name: 'profile', label: 'Profile and logo', render: (props) => <ProfileSettings {...props} /> },
  { name: 'wallet', label: 'Wallet and tokens', render: (props) => <WalletSettings {...props} /> },
  { name: 'receiving', label: 'Receiving', render: (props) => <ReceivingSettings {...props} /> },
  { name: 'payments', label: 'Payment rules', render: (props) => <PaymentSettings {...props} /> },
  { name: 'defaults', label: 'Invoice defaults', render: (props) => <DefaultsSettings {...props} /> },
  { name: 'network', label: 'Relay and endpoints', render: (props) => <NetworkSettings {...props} /> },
  { name: 'devices', label: 'Devices', render: (props) => <DevicesSettings {...props} /> },
  { name: 'security', label: 'Recovery and export', render: () => <SecuritySettings /> },
];

/** Settings, a section at a time. Fields save themselves when they are left. */
export function SettingsScreen({ section, workspace }: { section: string; workspace: WorkspaceView }) {
  const { value: settings, problem } = useWatch('settings', {});
  const shown = sections.find((one) => one.name === section) ?? sections[0];
  return (
    <Page title={`Settings: ${shown?.label ?? ''}`} heading="Settings" className="settings-page">
      <div className="settings-columns">
        <nav aria-label="Settings sections" className="settings-nav">
          <ul>
            {sections.map((one) => (
              <li key={one.name}>
                <Link href={`/settings/${one.name}`} aria-current={one === shown ? 'page' : undefined}>
                  {one.label}
                </Link>
              </li>
            ))}
          </ul>
          <p className="muted settings-version">Quittance {workspace.version}</p>
        </nav>
        <div className="settings-body">
          {settings && shown ? (
            shown.render({ settings, workspace })
          ) : (
            <Awaited label="Loading settings…" problem={problem} />
          )}
        </div>
      </div>
    </Page>
  );
}
