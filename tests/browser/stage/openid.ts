import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Provider } from 'oidc-provider'

const client = { id: 'seatmate', secret: 'a secret of the journeys, long enough' }

/** A real OpenID provider, certified for the protocol: whoever types a name there is that person. */
export class OpenId {
  private server: Server | undefined
  private issuer = ''

  /** What Seatmate has to be told to know it. */
  async open(): Promise<Record<string, string>> {
    this.server = createServer().listen(0)
    await once(this.server, 'listening')
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
    this.issuer = `http://localhost:${address.port}`
    const credentials = `${client.id}:${encodeURIComponent(client.secret)}`
    return { OPENID_PROVIDERS: `Campus=http://${credentials}@localhost:${address.port}` }
  }

  /** Lets the program at this address in; refuses who comes without PKCE. */
  serve(program: string): void {
    const provider = new Provider(this.issuer, {
      clients: [{
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${program}/connect/campus`],
      }],
      pkce: { required: () => true },
      cookies: { keys: ['of the journeys'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_, id) => ({
        accountId: id,
        claims: () => ({ sub: id, email: `${id}@campus.example`, email_verified: true, name: `Oda ${id}` }),
      }),
    })
    this.server?.on('request', provider.callback())
  }

  close(): void {
    this.server?.closeAllConnections()
    this.server?.close()
  }
}
