/** A network that a test can cut and mend by name: real sockets to a real hub over loopback, nothing pretended but the cable. */
import WebSocket from 'ws'

/** A port nothing listens on: what a pulled cable looks like to a socket. */
const nowhere = 'ws://127.0.0.1:9'

export class Network {
  readonly #cut = new Set<string>()
  readonly #sockets = new Map<string, Set<WebSocket>>()
  /** Frames that suites sent, in order, by name; for counting what travels. */
  readonly sent = new Map<string, Uint8Array[]>()

  /** Pulls the cable: open sockets die without a word, new ones and fetches fail. */
  cut(name: string): void {
    this.#cut.add(name)
    for (const socket of this.#sockets.get(name) ?? []) socket.terminate()
  }

  mend(name: string): void {
    this.#cut.delete(name)
  }

  /** The WebSocket class of one suite. */
  socket(name: string): typeof globalThis.WebSocket {
    const network = this
    class Wire extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(network.#cut.has(name) ? nowhere : url, protocols)
        const socket = this as unknown as WebSocket
        const sockets = network.#sockets.get(name) ?? new Set()
        network.#sockets.set(name, sockets.add(socket))
        socket.once('close', () => sockets.delete(socket))
      }
      override send(data: Parameters<WebSocket['send']>[0]): void {
        const frames = network.sent.get(name) ?? []
        network.sent.set(name, frames)
        if (data instanceof Uint8Array) frames.push(data.slice())
        super.send(data)
      }
    }
    return Wire as unknown as typeof globalThis.WebSocket
  }

  fetch(name: string): typeof globalThis.fetch {
    return (...args) => (this.#cut.has(name) ? Promise.reject(new TypeError('fetch failed')) : fetch(...args))
  }
}
