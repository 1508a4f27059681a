/* A sign-in service of the test's own (provider.mjs), on a free port. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'

export class Provider {
  private constructor(
    private readonly process: ChildProcess,
    readonly issuer: string,
  ) {}
  static async start(): Promise<Provider> {
    const child = spawn(process.execPath, [join(__dirname, 'provider.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
    const issuer = await new Promise<string>((said, failed) => {
      child.stdout.once('data', (line) => said(String(line).trim()))
      child.once('exit', (status) => failed(new Error(`the provider ended with ${status}`)))
    })
    return new Provider(child, issuer)
  }
  async control(what: Record<string, unknown>): Promise<void> {
    await fetch(`${this.issuer}/control`, { method: 'POST', body: JSON.stringify(what) })
  }
  end(): void {
    this.process.kill('SIGKILL')
  }
}
