import { describe, expect, it } from 'vitest';
import { helpText } from './read-options.ts';
import { REGION_OPTIONS, REGION_USAGE } from './region-options.ts';

describe('--help of the tools', () => {
  it('[A67] region', () => {
    expect(helpText(REGION_USAGE, REGION_OPTIONS)).toMatchInlineSnapshot(`
      "The region service: what the halls of cities and districts ship, looked at together.

      Usage: npm run region -- [options]
             npm run region -- token add HALL          a token for this hall, told once; the one before ends
             npm run region -- token list
             npm run region -- token revoke HALL
             npm run region -- staff list
             npm run region -- staff add NUMBER --of PLACE   somebody who may look at this city, district or hall, or at all
             npm run region -- staff password NUMBER
             npm run region -- staff end NUMBER

      Passwords are asked for, or read as one line from standard input. Tokens and accounts take effect at once, also while the
      service runs. Without a certificate only this machine is served: put a reverse proxy with TLS before it.

      Options:
        --port N                        TCP port of the page, the halls and the API; 0 takes any free one.
                                        (HALLCALL_REGION_PORT, default: 8443)
        --host TEXT                     Address to listen on. Anything but loopback needs a certificate.
                                        (HALLCALL_REGION_HOST, default: 127.0.0.1)
        --data PATH                     Folder of journal.sqlite and database.sqlite, unless --database is given; made when missing.
                                        (HALLCALL_REGION_DATA, default: ./region-data)
        --database URL                  A PostgreSQL of the region’s own for the halls’ logs, accounts and history.
                                        (HALLCALL_REGION_DATABASE, default: none, all is in the data folder)
        --region-file PATH              Cities, districts and halls by name.
                                        (HALLCALL_REGION_FILE, default: region.yaml in the data folder)
        --tls-cert PATH                 Certificate of this service and those that signed it, PEM.
                                        (HALLCALL_REGION_TLS_CERT, default: none)
        --tls-key PATH                  Its private key, PEM.
                                        (HALLCALL_REGION_TLS_KEY, default: none)
        --allowed-origins LIST          Origins, by commas, under which a reverse proxy serves the page.
                                        (HALLCALL_REGION_ALLOWED_ORIGINS, default: the page that this service itself serves)
        --of TEXT                       With "staff add": the city, district or hall that is looked at.
                                        (default: the whole region)
        --log-level trace|debug|info|warn|error|silent
                                        How much the log says. JSON lines on standard error.
                                        (HALLCALL_LOG_LEVEL, default: info)
        --help                          this text
      "
    `);
  });
});
