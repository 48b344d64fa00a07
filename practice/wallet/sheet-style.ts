/** The look of the confirmation: plainly another program's window, in the practice colour. */
export const sheetStyle = `
  dialog {
    box-sizing: border-box;
    width: min(26rem, calc(100vw - 2rem));
    padding: 1.5rem;
    border: 0;
    border-top: 6px solid #4b3a83;
    border-radius: 1rem;
    background: #fff;
    color: #1d1a29;
    font: 400 1rem/1.5 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
    box-shadow: 0 24px 64px rgb(0 0 0 / 35%);
  }
  dialog::backdrop { background: rgb(20 16 34 / 55%); }
  p, h2, dl, dd { margin: 0; }
  h2 { margin: .25rem 0 1rem; font-size: 1.25rem; line-height: 1.3; }
  .label { color: #4b3a83; font-size: .8125rem; font-weight: 600; }
  dt { color: #5b5769; font-size: .8125rem; }
  dd { margin-bottom: .75rem; overflow-wrap: anywhere; }
  .large { font-size: 1.375rem; font-weight: 650; font-variant-numeric: tabular-nums; }
  .mono { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .8125rem; }
  .note { color: #5b5769; font-size: .8125rem; }
  .actions { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin-top: 1.25rem; }
  button { min-height: 2.75rem; border: 1px solid #4b3a83; border-radius: .625rem; font: inherit; font-weight: 600; cursor: pointer; }
  button:focus-visible { outline: 2px solid #4b3a83; outline-offset: 2px; }
  .first { background: #4b3a83; color: #fff; }
  .second { background: #fff; color: #4b3a83; }
  @media (prefers-color-scheme: dark) {
    dialog { background: #221e31; color: #f1eff8; border-top-color: #a995f0; }
    .label { color: #c4b6f7; }
    dt, .note { color: #b5b0c6; }
    button { border-color: #a995f0; }
    button:focus-visible { outline-color: #c4b6f7; }
    .first { background: #a995f0; color: #1b1530; }
    .second { background: transparent; color: #c4b6f7; }
  }
`;
