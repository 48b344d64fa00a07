import { Laptop } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { CommandOutput } from '../../shared/app-api/app-api.ts';
import type { Problem } from '../../shared/result.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { SlowSpinner } from '../components/spinner.tsx';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { formatAgo } from '../format/format-date.ts';
import { SettingSection } from './setting-section.tsx';
import type { SectionProps } from './settings-screen.tsx';

type Devices = CommandOutput<'devices.list'>['devices'];

/** The devices that are signed in to the relay, and the way to sign one out. */
export function DevicesSettings({ workspace }: SectionProps) {
  const engine = useEngine();
  const [devices, setDevices] = useState<Devices | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = useCallback(async () => {
    const result = await engine.call('devices.list', {});
    setProblem(result.ok ? null : result.problem);
    if (result.ok) setDevices(result.value.devices);
  }, [engine]);
  useEffect(() => void load(), [load, workspace.relay.status]);

  async function revoke(device: Devices[number]): Promise<void> {
    const result = await engine.call('devices.revoke', { sessionId: device.sessionId });
    if (!result.ok) return showProblem(result.problem, 'The device was not signed out');
    showDone(`${device.deviceName} is signed out`);
    await load();
  }

  return (
    <SettingSection
      title="Devices"
      lead="Each device numbers its own invoices, so that no number is used twice with the network off."
    >
      {problem ? (
        <Notice
          title="The list is not to be had just now"
          action={<Button onClick={() => void load()}>Try again</Button>}
        >
          {problem.message}
        </Notice>
      ) : null}
      {!devices && !problem ? <SlowSpinner label="Asking the relay…" /> : null}
      <ul className="device-list">
        {devices?.map((device) => (
          <li key={device.sessionId}>
            <Laptop size={20} aria-hidden="true" />
            <div>
              <strong>{device.deviceName}</strong>
              {device.current ? <span className="chip chip-good">This device</span> : null}
              <span className="muted-block">
                Series {device.ordinal}, last seen {formatAgo(device.lastSeenAt, new Date())}
              </span>
            </div>
            {device.current ? null : (
              <Button look="danger" size="small" onClick={() => void revoke(device)}>
                Sign out <span className="visually-hidden">{device.deviceName}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </SettingSection>
  );
}
