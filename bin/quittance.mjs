#!/usr/bin/env node
// Starts the command line. Quittance runs on Node 24 (it runs TypeScript and has SQLite built in); where the Node at hand is
// older, this starts the one that came with "npm ci" and stands in for it: same arguments, streams, signals, exit code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const needed = 24;
const self = fileURLToPath(import.meta.url);
const [major = 0] = process.versions.node.split('.').map(Number);

if (major >= needed) {
  // Node 24 says once that its SQLite is young; that is not a person's concern.
  const warn = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'string' ? rest[0] : rest[0]?.type;
    if (type === 'ExperimentalWarning' || warning?.name === 'ExperimentalWarning') return;
    warn.call(process, warning, ...rest);
  };
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  await import('../src-main/cli/main.ts');
} else if (process.env.QUITTANCE_LAUNCHED) {
  refuse(`The Node in node_modules is version ${process.versions.node} too. Run "npm ci" again.`);
} else {
  const node = findNode();
  if (node) launch(node);
  else
    refuse(
      `Quittance needs Node ${needed}; this is ${process.versions.node}. Run "npm ci" in its folder, or install Node ${needed}.`,
    );
}

function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    const packaged = join(dirname(createRequire(self).resolve('node/package.json')), 'bin', name);
    return existsSync(packaged) ? packaged : null;
  } catch {
    return null;
  }
}

function launch(node) {
  const env = { ...process.env, QUITTANCE_LAUNCHED: '1' };
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: 'inherit', env });
  // A terminal's Ctrl-C reaches both; this one waits for the other's exit code.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => refuse(`Node could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exitCode = code ?? 70;
  });
}

function refuse(message) {
  process.stderr.write(`quittance: ${message}\n`);
  process.exitCode = 70;
}
