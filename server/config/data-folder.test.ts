import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dataFolderAt,
  hallFileNotice,
  prepareDataFolder,
  readHallFileAt,
  refuseEmptiedJournal,
  seedingHallFile,
  type DataFolder,
} from './data-folder.ts';
import { demoHallText } from './demo-hall-file.ts';
import { StartError } from './start-error.ts';

let parent: string;
let folder: DataFolder;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'hallcall-folder-'));
  folder = dataFolderAt(join(parent, 'deep', 'data'));
});

afterEach(() => rmSync(parent, { recursive: true }));

describe('the data folder', () => {
  it('[A68] is made when missing, for its own user only', () => {
    prepareDataFolder(folder);
    prepareDataFolder(folder);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    writeFileSync(join(parent, 'file'), '');
    expect(() => prepareDataFolder(dataFolderAt(join(parent, 'file', 'data')))).toThrow(StartError);
  });

  it('[A32] is refused where no folder can be made', () => {
    expect(() => prepareDataFolder(dataFolderAt('/proc/hallcall/data'))).toThrow(StartError);
  });

  it('[A33] is refused when its journal was emptied and its database was not', () => {
    prepareDataFolder(folder);
    refuseEmptiedJournal(folder);
    writeFileSync(folder.journal, '');
    refuseEmptiedJournal(folder);
    writeFileSync(folder.database, 'accounts');
    expect(() => refuseEmptiedJournal(folder)).toThrow(/journal\.sqlite is damaged: it is empty/);
    writeFileSync(folder.journal, 'entries');
    refuseEmptiedJournal(folder);
    rmSync(folder.journal);
    refuseEmptiedJournal(folder);
  });

  it('[A68] gets the demo hall when it has no hall.yaml, and keeps the one that it has', () => {
    prepareDataFolder(folder);
    expect(seedingHallFile(folder, null).hall).toBe('demo');
    expect(readFileSync(folder.hallFile, 'utf8')).toBe(demoHallText());
    writeFileSync(folder.hallFile, demoHallText().replace('hall: demo', 'hall: north'));
    expect(seedingHallFile(folder, null).hall).toBe('north');
    const other = join(parent, 'other.yaml');
    writeFileSync(other, demoHallText().replace('hall: demo', 'hall: south'));
    expect(seedingHallFile(folder, other).hall).toBe('south');
  });

  it('[A69] tells when the file and the hall differ, and nothing when they say the same', () => {
    prepareDataFolder(folder);
    const { configuration, hall } = seedingHallFile(folder, null);
    expect(hallFileNotice(folder.hallFile, hall, configuration)).toBeNull();
    expect(hallFileNotice(join(parent, 'none.yaml'), hall, configuration)).toBeNull();
    writeFileSync(folder.hallFile, `# a comment more\n${demoHallText()}`);
    expect(hallFileNotice(folder.hallFile, hall, configuration)).toBeNull();
    expect(hallFileNotice(folder.hallFile, 'north', configuration)).toContain('describes hall "demo"');
    writeFileSync(folder.hallFile, demoHallText().replace('timesMax: 2', 'timesMax: 3'));
    expect(hallFileNotice(folder.hallFile, hall, configuration)).toContain('differs from the hall');
    writeFileSync(folder.hallFile, demoHallText().replace('timesMax: 2', 'timesMax: two'));
    expect(hallFileNotice(folder.hallFile, hall, configuration)).toMatch(/hall\.yaml:\d+:\d+ returns\.timesMax/);
    expect(() => readHallFileAt(folder.hallFile)).toThrow(/hall\.yaml:\d+:\d+ returns\.timesMax/);
  });
});
