import { createInterface } from 'node:readline';
import { openWebApp, type WebAppOptions } from '../../scripts/app/open-web-app.ts';

/**
 * The app through the web host as a process of its own, so that it can be killed: options as JSON in the first argument.
 * Prints one line of JSON, `{"url": …}`, when it serves, and another with a fresh address for each line that it reads; ends
 * when its standard input does.
 */
const opened = await openWebApp(JSON.parse(process.argv[2] ?? '{}') as WebAppOptions);
if (!opened.ok) {
  process.stderr.write(`${opened.problem.code}: ${opened.problem.message}\n`);
  process.exit(2);
}
const { host, stop } = opened.value;
const tellAddress = (): void => void process.stdout.write(`${JSON.stringify({ url: host.openUrl() })}\n`);
createInterface(process.stdin)
  .on('line', tellAddress)
  .once('close', () => void stop().then(() => process.exit(0)));
tellAddress();
