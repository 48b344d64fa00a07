import type { Command } from 'commander';
import { ok } from '../../../shared/result.ts';
import type { CliContext, CliRuntime } from '../cli-runtime.ts';
import type { CommandResult } from '../outcome.ts';
import { readOnce } from '../read-once.ts';
import { readSetting, settingAt, showSetting } from '../setting-path.ts';

/** `quittance settings`: reads and changes settings, by dotted names such as `seller.email`. */
export function defineSettings(program: Command, runtime: CliRuntime): void {
  const settings = program.command('settings').description('read and change settings');
  settings
    .command('get [name]')
    .description('show all settings, or one (such as seller.email)')
    .action((name: string | undefined, _, command: Command) =>
      runtime.run(command, (context) => getSettings(context, name)),
    );
  settings
    .command('set <name> <value>')
    .description('change one setting; @file takes the value from a file, lists are separated by commas')
    .action((name: string, value: string, _, command: Command) =>
      runtime.run(command, (context) => setSetting(context, name, value)),
    );
}

async function getSettings({ session }: CliContext, name: string | undefined): Promise<CommandResult> {
  const settings = await readOnce(session.client, 'settings', {});
  if (!settings.ok) return settings;
  if (name === undefined) {
    return ok({ json: settings.value, text: showSetting('', settings.value) });
  }
  const found = settingAt(settings.value, name);
  return found.ok ? ok({ json: { [name]: found.value }, text: showSetting(name, found.value) }) : found;
}

async function setSetting({ session, io }: CliContext, name: string, value: string): Promise<CommandResult> {
  const settings = await readOnce(session.client, 'settings', {});
  if (!settings.ok) return settings;
  const patch = await readSetting(settings.value, name, value, io.cwd);
  if (!patch.ok) return patch;
  const updated = await session.client.call('settings.update', patch.value);
  if (!updated.ok) return updated;
  const found = settingAt(updated.value, name);
  return ok({ json: updated.value, text: found.ok ? showSetting(name, found.value) : '' });
}
