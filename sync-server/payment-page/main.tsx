/** @jsxImportSource preact */
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/pay.css';
import './styles/progress.css';
import './styles/details.css';
import './styles/print.css';
import { render } from 'preact';
import { App } from './components/app.tsx';
import { FailureScreen } from './components/failure-screen.tsx';
import { readLinkAddress } from './state/link-address.ts';

const page = document.getElementById('page');
if (!page) throw new Error('index.html has no element with the id "page"');
page.replaceChildren();

const address = readLinkAddress(location);
if (address.ok) render(<App address={address.value} />, page);
else {
  const failure = address.problem.code === 'link.key-missing' ? 'key-missing' : 'not-found';
  render(<FailureScreen failure={failure} detail="" />, page);
}

// Another link pasted over this one changes only the fragment, which does not reload by itself.
window.addEventListener('hashchange', () => location.reload());
