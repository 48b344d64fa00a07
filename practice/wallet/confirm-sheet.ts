import type { TransactionWords } from './describe-transaction.ts';
import { sheetStyle } from './sheet-style.ts';

/**
 * Shows a transaction and asks whether to send it, as a wallet does: a dialog with Confirm and Reject. Resolves with
 * the answer; Escape is a rejection. Text is only ever set as text.
 */
export function confirmSheet(words: TransactionWords, account: string): Promise<boolean> {
  return new Promise((resolve) => {
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(sheetStyle);
    root.adoptedStyleSheets = [sheet];
    const dialog = element('dialog');
    dialog.setAttribute('aria-labelledby', 'title');
    const reject = button('Reject', 'second');
    const confirm = button('Confirm', 'first');
    const title = element('h2', 'Send this payment?');
    title.id = 'title';
    const actions = element('div');
    actions.className = 'actions';
    actions.append(reject, confirm);
    dialog.append(
      element('p', 'Practice wallet — this is not real money', 'label'),
      title,
      facts([
        ['You send', words.what, 'large'],
        ['To', words.to, 'mono'],
        ['From', account, 'mono'],
      ]),
      ...(words.note ? [element('p', words.note, 'note')] : []),
      actions,
    );
    let answer = false;
    confirm.addEventListener('click', () => {
      answer = true;
      dialog.close();
    });
    reject.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      host.remove();
      resolve(answer);
    });
    root.append(dialog);
    document.body.append(host);
    dialog.showModal();
  });
}

function facts(rows: readonly (readonly [name: string, value: string, style: string])[]): HTMLElement {
  const list = element('dl');
  for (const [name, value, style] of rows) list.append(element('dt', name), element('dd', value, style));
  return list;
}

function button(label: string, style: string): HTMLButtonElement {
  const made = element('button', label, style);
  made.type = 'button';
  return made;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  style = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (style) made.className = style;
  return made;
}
