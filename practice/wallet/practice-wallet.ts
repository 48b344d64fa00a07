/**
 * The practice wallet's script, which the relay serves at /practice/wallet.js in practice mode alone: announces a
 * wallet by EIP-6963 whose calls go to `POST /practice/rpc`, the practice chain's own JSON-RPC.
 */
import { confirmSheet } from './confirm-sheet.ts';
import { practiceWalletIcon } from './icon.ts';
import { createPracticeProvider } from './practice-provider.ts';

let lastId = 0;

async function rpc(method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch('/practice/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: ++lastId, method, params }),
  });
  if (!response.ok) throw new Error('The practice chain does not answer at the moment.');
  const answer = (await response.json()) as { result?: unknown; error?: { code: number; message: string } };
  if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
  return answer.result;
}

const info = Object.freeze({
  uuid: crypto.randomUUID?.() ?? '0c1f5c3e-5a5b-4f0e-9a52-3d6c6a7f31aa',
  name: 'Practice wallet',
  icon: practiceWalletIcon,
  rdns: 'app.quittance.practice',
});
const detail = Object.freeze({ info, provider: createPracticeProvider({ rpc, confirm: confirmSheet }) });
const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
window.addEventListener('eip6963:requestProvider', announce);
announce();
