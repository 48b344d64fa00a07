import { join, resolve } from 'node:path';

/** What of the surroundings decides where things are kept. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** The folder that relative paths start from. */
  readonly cwd: string;
}

/** Where one user's Quittance keeps its things; the same for every door to it. */
export interface DataFolders {
  /** The engine's data folder. */
  readonly dataDir: string;
  /** The folder of this device's key, outside the data folder so that a copy of that folder opens nothing. */
  readonly keyDir: string;
  /** The file that a running practice world writes its addresses to. */
  readonly practiceFile: string;
}

/**
 * Finds the folders: `asked` (from `--data`), else `QUITTANCE_DATA`, else the subfolder `app` of this user's Quittance
 * folder (XDG Base Directory on Linux, Application Support on macOS, %APPDATA% on Windows).
 */
export function resolveDataFolders(io: Surroundings, asked: string | undefined): DataFolders {
  const named = asked ?? (io.env['QUITTANCE_DATA'] || undefined);
  const dataDir = named === undefined ? join(userFolder(io), 'app') : resolve(io.cwd, named);
  const practice = io.env['QUITTANCE_PRACTICE'];
  return {
    dataDir,
    keyDir: io.env['QUITTANCE_KEY_DIR'] ? resolve(io.cwd, io.env['QUITTANCE_KEY_DIR']) : keyFolder(io),
    practiceFile: practice ? resolve(io.cwd, practice) : join(dataDir, '..', 'practice-world.json'),
  };
}

type Place = Omit<Surroundings, 'cwd'>;

function userFolder({ env, platform, homeDir }: Place): string {
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'Quittance');
  if (platform === 'win32') return join(env['APPDATA'] || join(homeDir, 'AppData', 'Roaming'), 'Quittance');
  return join(env['XDG_DATA_HOME'] || join(homeDir, '.local', 'share'), 'quittance');
}

/** On Windows the local profile, which does not roam with the user as the data folder may. */
function keyFolder({ env, platform, homeDir }: Place): string {
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'Quittance Keys');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(homeDir, 'AppData', 'Local'), 'Quittance', 'keys');
  return join(env['XDG_CONFIG_HOME'] || join(homeDir, '.config'), 'quittance');
}
