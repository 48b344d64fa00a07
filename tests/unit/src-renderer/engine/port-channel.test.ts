import { describe, expect, test } from 'vitest';
import { createPortOpener, portMessage, portRequest } from '../../../../src-renderer/engine/port-channel.ts';

/** As much of a window as the opener touches. */
function fakeWindow() {
  const target = new EventTarget();
  const asked: unknown[] = [];
  const view = Object.assign(target, {
    origin: 'app://quittance',
    postMessage: (data: unknown) => void asked.push(data),
  });
  const hand = (port: MessagePort, source: unknown = view, data: unknown = portMessage): void => {
    target.dispatchEvent(Object.assign(new Event('message'), { data, ports: [port], source }));
  };
  return { view: view as EventTarget as Window, asked, hand };
}

describe('the port of the desktop window', () => {
  test('is asked for, and carries messages both ways', async () => {
    const { view, asked, hand } = fakeWindow();
    const { port1, port2 } = new MessageChannel();
    const opening = createPortOpener(view)();
    expect(asked).toEqual([portRequest]);
    hand(port1);
    const channel = await opening;
    const heard = new Promise((resolve) => channel.onMessage(resolve));
    const sent = new Promise((resolve) => port2.addEventListener('message', (event) => resolve(event.data)));
    port2.start();
    port2.postMessage({ type: 'answer', id: 1, value: 2 });
    channel.send({ type: 'unwatch', id: 7 });
    expect(await heard).toEqual({ type: 'answer', id: 1, value: 2 });
    expect(await sent).toEqual({ type: 'unwatch', id: 7 });
    const closed = new Promise<void>((resolve) => channel.onClose(resolve));
    port2.close();
    await closed;
  });

  test('is kept when it came before anyone asked', async () => {
    const { view, asked, hand } = fakeWindow();
    const open = createPortOpener(view);
    const { port1, port2 } = new MessageChannel();
    hand(port1);
    const channel = await open();
    expect(asked).toEqual([]);
    channel.close();
    port2.close();
  });

  test('is not taken from another window or under another name', async () => {
    const { view, asked, hand } = fakeWindow();
    const open = createPortOpener(view);
    const { port1, port2 } = new MessageChannel();
    hand(port1, {});
    hand(port1, view, 'something else');
    void open();
    expect(asked).toEqual([portRequest]);
    port1.close();
    port2.close();
  });
});
