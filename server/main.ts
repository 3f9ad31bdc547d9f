/** `samelight <command> …`. Nothing else in the server reads the environment or the command line. */

import { type Fault, faultPoints } from './store/store.ts'

/** `SAMELIGHT_FAULT=before-commit:7` kills the hub there at the seventh write: for tests of what survives. */
function readFault(text: string | undefined): Fault | null {
  const [point, at] = (text ?? '').split(':')
  const found = faultPoints.find((one) => one === point)
  return found ? { point: found, at: Number(at ?? 1) } : null
}

/** One press of Ctrl+C may come twice: from the terminal, and passed on by the process that started this one. */
const samePressMs = 1000
let stopped: Promise<void> | null = null

/** Resolves at the first signal to end; another press ends at once. Until somebody waits for it a signal does what it always does. */
function awaitStop(): Promise<void> {
  stopped ??= new Promise((done) => {
    let firstMs: number | null = null
    const hear = (): void => {
      const now = performance.now()
      if (firstMs !== null && now - firstMs > samePressMs) process.exit(130)
      firstMs ??= now
      done()
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, hear)
    // Whoever started this is gone, killed perhaps: nobody is there to press anything.
    process.on('disconnect', hear)
    process.channel?.unref()
  })
  return stopped
}

const [name, ...argv] = process.argv.slice(2)
// A hub that was killed is waited for, so it does not wait for the modules of the other commands.
const commands =
  name === 'hub' ? [(await import('./commands/hub.ts')).command] : (await import('./commands/index.ts')).commands
const command = commands.find((one) => one.name === name)
const io = {
  out: (line: string) => process.stdout.write(`${line}\n`),
  err: (line: string) => process.stderr.write(`${line}\n`),
  get stop() {
    return awaitStop()
  },
  cwd: process.cwd(),
  fault: readFault(process.env.SAMELIGHT_FAULT),
}

if (!command) {
  const width = Math.max(...commands.map((one) => one.name.length))
  io.err(name && name !== '--help' ? `There is no command "${name}".` : 'samelight <command> …')
  for (const one of commands) io.err(`  ${one.name.padEnd(width)}  ${one.doc}`)
  process.exitCode = name && name !== '--help' ? 2 : 0
} else {
  try {
    process.exitCode = await command.run(argv, io)
  } catch (error) {
    io.err(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
