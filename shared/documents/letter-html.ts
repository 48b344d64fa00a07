import { closing, manyLines, type Letter, type LetterBlock, type LetterEntry } from './email-letter.ts';
import type { RouteGroup } from './payment-routes.ts';

const ink = '#16201c';
const muted = '#5d6a64';
const accent = '#0f6b4f';
const rule = '#d9dedb';
const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "font-family:ui-monospace,'SF Mono',Menlo,Consolas,monospace";

/**
 * Writes a letter as HTML that mail programs understand: tables for layout, every style on its element, nothing to
 * fetch. Its colours change with the reader's dark mode where the program honours that, and stay legible where it
 * inverts them itself.
 */
export function letterHtml(letter: Letter): string {
  const { sender, greeting, blocks } = letter;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(letter.title)}</title>
<style>@media (prefers-color-scheme: dark) { .page { background:#121614 !important } .card { background:#1b211e !important } .card p, .card td, .ink { color:#e8ece9 !important } .card .muted { color:#a3aea8 !important } .card .accent { color:#5cc39d !important } .card .rule { border-color:#39433e !important } } @media (max-width: 480px) { .inset { padding:28px 20px 20px !important } }</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f5f3">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" style="max-width:560px;width:100%;background:#ffffff;border-radius:12px"><tr><td class="inset" style="padding:36px 36px 28px">
<p class="accent" style="margin:0 0 16px;${font};font-size:16px;line-height:24px;font-weight:600;color:${accent}">${escapeHtml(sender)}</p>
${paragraph(escapeHtml(greeting))}
${blocks.map(blockHtml).join('\n')}
${small(`${escapeHtml(closing(letter))}${spareLink(blocks)}`, true)}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}

function blockHtml(block: LetterBlock): string {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(escapeHtml(block.text));
    case 'written':
      return paragraph(escapeHtml(manyLines(block.text)).replaceAll('\n', '<br>'));
    case 'small':
      return small(escapeHtml(block.text));
    case 'sum':
      return sum(block);
    case 'facts':
      return facts(block.facts);
    case 'link':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr><td style="background:${accent};border-radius:8px"><a href="${escapeHtml(block.link)}" style="display:inline-block;padding:13px 26px;${font};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(block.label)}</a></td></tr></table>`;
    case 'routes':
      return `${paragraph(escapeHtml(block.lead))}${block.groups.map(route).join('')}${small(escapeHtml(block.note))}`;
    case 'entries':
      return entries(block.title, block.entries);
  }
}

function paragraph(content: string): string {
  return `<p style="margin:0 0 16px;${font};font-size:16px;line-height:24px;color:${ink}">${content}</p>`;
}

function small(content: string, isLast = false): string {
  return `<p class="muted" style="margin:0${isLast ? '' : ' 0 12px'};${font};font-size:13px;line-height:20px;color:${muted}">${content}</p>`;
}

function sum({ value, line }: Extract<LetterBlock, { kind: 'sum' }>): string {
  return (
    `<p class="ink" style="margin:0 0 4px;${font};font-size:32px;line-height:40px;font-weight:600;color:${ink}">${escapeHtml(value)}</p>` +
    `<p class="muted" style="margin:0 0 16px;${font};font-size:16px;line-height:24px;color:${muted}">${escapeHtml(line)}</p>`
  );
}

function facts(rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const cells = rows.map(
    ([label, value]) =>
      `<tr><td class="muted" valign="top" style="padding:2px 16px 2px 0;${font};font-size:14px;line-height:20px;color:${muted}">${escapeHtml(label)}</td>` +
      `<td style="padding:2px 0;${font};font-size:14px;line-height:20px;color:${ink};word-break:break-word">${escapeHtml(value)}</td></tr>`,
  );
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 20px">${cells.join('')}</table>`;
}

/** One amount at one address, with the networks on which it is taken. */
function route({ amount, address, networks }: RouteGroup): string {
  return boxed(
    `<p class="ink" style="margin:0 0 4px;${font};font-size:16px;line-height:24px;font-weight:600;color:${ink};word-break:break-word">${escapeHtml(amount)}</p>` +
      `<p class="ink" style="margin:0 0 6px;${mono};font-size:13px;line-height:20px;color:${ink};word-break:break-all">${escapeHtml(address)}</p>` +
      networks
        .map(
          (network) =>
            `<p class="muted" style="margin:0;${font};font-size:13px;line-height:20px;color:${muted}">${escapeHtml(network)}</p>`,
        )
        .join(''),
  );
}

function entries(title: string, list: readonly LetterEntry[]): string {
  const rows = list.map(
    ({ date, what, amount, more, link }) =>
      `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>` +
      `<td valign="top" class="rule" style="padding:10px 12px 10px 0;border-top:1px solid ${rule};${font};font-size:14px;line-height:20px;color:${ink}">${escapeHtml(what)}` +
      `<br><span class="muted" style="font-size:13px;color:${muted}">${escapeHtml(date)}</span>${more.map((line, at) => detail(line, at === 0 ? link : null)).join('')}</td>` +
      `<td valign="top" align="right" class="rule" style="padding:10px 0;border-top:1px solid ${rule};${font};font-size:14px;line-height:20px;color:${ink};white-space:nowrap">${escapeHtml(amount)}</td></tr></table>`,
  );
  return `<p class="muted" style="margin:8px 0 6px;${font};font-size:13px;line-height:20px;color:${muted}">${escapeHtml(title)}</p>${rows.join('')}<p style="margin:0 0 12px;font-size:4px;line-height:4px">&nbsp;</p>`;
}

function detail(line: string, link: string | null): string {
  const style = `${mono};font-size:12px;line-height:18px;word-break:break-all`;
  const words = link
    ? `<a class="accent" href="${escapeHtml(link)}" style="color:${accent};text-decoration:underline">${escapeHtml(line)}</a>`
    : `<span class="muted" style="color:${muted}">${escapeHtml(line)}</span>`;
  return `<br><span style="${style}">${words}</span>`;
}

function boxed(content: string): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 12px"><tr><td class="rule" style="padding:14px 16px;border:1px solid ${rule};border-radius:8px">${content}</td></tr></table>`;
}

/** The address behind the button once more, for a program in which it does nothing. */
function spareLink(blocks: readonly LetterBlock[]): string {
  const button = blocks.find((block) => block.kind === 'link');
  if (!button) return '';
  return ` If the button does not work, copy this address into your browser:<br><span style="word-break:break-all">${escapeHtml(button.link)}</span>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replaceAll('\u00a0', '&nbsp;');
}
