/** @jsxImportSource preact */
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/layout.css';
import '../styles/controls.css';
import '../styles/pay.css';
import '../styles/progress.css';
import { render } from 'preact';
import { findChain } from '../../../shared/money/chain.ts';
import { Notice } from '../components/notice.tsx';
import { loadPracticeWallet } from '../io/load-practice-wallet.ts';
import { readCollectRequest } from './collect-request.ts';
import { CollectScreen } from './collect-screen.tsx';

const page = document.getElementById('page');
if (!page) throw new Error('collect.html has no element with the id "page"');
page.replaceChildren();

const request = readCollectRequest(location.hash);
if (request) {
  if (findChain(request.chainId)?.practice) await loadPracticeWallet();
  render(<CollectScreen request={request} />, page);
} else {
  render(
    <main class="lone">
      <div class="card lone-card">
        <h1>Nothing to collect</h1>
        <Notice tone="caution">
          This address is not complete, or asks for something else than collecting payments. Open it from your app
          again.
        </Notice>
      </div>
    </main>,
    page,
  );
}

window.addEventListener('hashchange', () => location.reload());
