import { DEMO_ACCOUNTS } from '../access/demo-accounts.ts';
import { DEMO_PASSWORD } from '../access/password.ts';
import { hubUrl } from './hub-address.ts';

export interface Announced {
  readonly host: string;
  readonly port: number;
  readonly halls: readonly string[];
  readonly dataFolder: string;
  readonly demoPasswordsInForce: boolean;
  /** The phones' own listener, and what phones call it; null: there is none. */
  readonly phone: { readonly host: string; readonly port: number; readonly url: string } | null;
}

/** What `npm start` tells the person who typed it: where everything is, and how to come in. */
export function announcement({ host, port, halls, dataFolder, demoPasswordsInForce, phone }: Announced): string {
  const base = hubUrl(host, port);
  const lines = [
    '',
    `  Hallcall 厅序 serves ${halls.length === 1 ? `hall "${halls[0]}"` : `${halls.length} halls`} at ${base}`,
    '',
    `    Kiosk  取号机      ${base}/kiosk`,
    `    Wall   大屏        ${base}/display/wall`,
    `    Window 窗口屏      ${base}/display/window/3`,
    `    Desks  台席        ${base}/counter`,
    `    API    接口        ${base}/api/openapi.json`,
    ...(phone === null ? [] : [`    Phone  手机        ${phone.url}/t, served at ${hubUrl(phone.host, phone.port)}`]),
    '',
    ...(demoPasswordsInForce ? demoLines() : []),
    `  Data: ${dataFolder}. Stop with Ctrl+C; nothing is lost.`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

const ROLE_NAMES = {
  teller: 'tellers 营业员',
  greeter: 'greeter 引导员',
  guard: 'guard 保安',
  manager: 'manager 值班经理',
  admin: 'administrator 管理员',
} as const;

function demoLines(): string[] {
  const byRole = Object.entries(ROLE_NAMES).map(([role, name]) => {
    const numbers = DEMO_ACCOUNTS.filter((account) => account.roles.some((each) => each === role)).map(
      (account) => account.staffNumber,
    );
    const shown = numbers.length > 2 ? `${numbers[0]}-${numbers.at(-1)}` : numbers.join(', ');
    return `    ${shown.padEnd(12)}${name}`;
  });
  return [
    `  Demo accounts, password ${DEMO_PASSWORD} (only this machine is served until they are changed):`,
    '',
    ...byRole,
    '',
    '  Simulated customers and tellers: npm run demo',
    '',
  ];
}
