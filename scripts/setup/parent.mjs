const LOOK_MS = 500;

/**
 * npm runs a script through a shell, and a shell that is told to end does not pass it on: without this, ending `npm start`
 * would leave the hub running, unseen, with its port and its data folder. So whoever runs under npm ends with it.
 */
export function endWithNpm() {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  look.unref();
}
