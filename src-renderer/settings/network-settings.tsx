import { chains, type Chain } from '../../shared/money/chain.ts';
import { SettingSection } from './setting-section.tsx';
import { SettingText } from './setting-text.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useParts, useSettingsSave } from './use-setting.ts';

/** Words on what keeps text from being an http(s) address; null when nothing does. Plain http only on this computer. */
export function judgeUrl(text: string): string | null {
  if (!URL.canParse(text)) return `“${text.slice(0, 60)}” is not an address. It begins with https://.`;
  const url = new URL(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return null;
  return 'Use https://, so that nobody on the way can read or change what is said.';
}

/** Addresses as typed, one a line. */
export function endpointLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The relay, and the owner's own RPC endpoints by which each payment is checked again. */
export function NetworkSettings({ settings, workspace }: SectionProps) {
  const relay = useSettingsSave();
  const endpoints = useSettingsSave();
  const rpc = useParts(settings.rpcEndpoints, endpoints, (value) => ({ rpcEndpoints: value }));
  const used = chains.filter(
    (chain) =>
      settings.accept.some((key) => key.startsWith(`${chain.chainId}:`)) ||
      (settings.rpcEndpoints[String(chain.chainId)] ?? []).length > 0,
  );
  return (
    <>
      <SettingSection
        title="Relay"
        lead="A small server that keeps your devices in step, sends email, serves payment pages and watches the chains. It cannot read your drafts, and you can run your own."
        save={relay}
      >
        <SettingText
          label="Relay address"
          saved={settings.relayOrigin}
          onSave={(text) => void relay.update({ relayOrigin: text.trim().replace(/\/+$/, '') })}
          judge={(text) => (text.trim() === '' ? null : judgeUrl(text.trim()))}
          placeholder="https://relay.example.com"
          hint={
            workspace.relay.origin ? `Now in use: ${workspace.relay.origin}` : 'None: everything stays on this device.'
          }
        />
      </SettingSection>
      <SettingSection
        title="Your own RPC endpoints"
        lead="With an endpoint of yours, this device checks every payment on the chain itself, instead of taking the relay’s word. One address a line."
        save={endpoints}
      >
        {used.length === 0 ? <p className="muted">Accept a token first: its chain then shows here.</p> : null}
        {used.map((chain) => (
          <EndpointField
            key={chain.chainId}
            chain={chain}
            saved={settings.rpcEndpoints[String(chain.chainId)] ?? []}
            onSave={(urls) => void rpc.change((old) => ({ ...old, [String(chain.chainId)]: urls }))}
          />
        ))}
      </SettingSection>
    </>
  );
}

function EndpointField(props: { chain: Chain; saved: readonly string[]; onSave: (urls: string[]) => void }) {
  function judge(text: string): string | null {
    const urls = endpointLines(text);
    if (urls.length > 5) return 'At most five endpoints a chain.';
    return urls.map(judgeUrl).find((problem) => problem !== null) ?? null;
  }
  return (
    <SettingText
      label={`${props.chain.name} endpoints`}
      rows={2}
      className="mono"
      saved={props.saved.join('\n')}
      onSave={(text) => props.onSave(endpointLines(text))}
      judge={judge}
      placeholder="https://…"
    />
  );
}
