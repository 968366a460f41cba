// A real OpenID provider (oidc-provider) on loopback, and the attacks on it.
//
//     DESK=http://127.0.0.1:8650 node provider.mjs
//
// It prints its issuer and serves until its standard input ends. POST /test with JSON changes what it does next:
//
//     account   who signs in: { sub, claims }, or null for somebody who refuses
//     tamper    what becomes of the next answers of the token endpoint: a name of `tampers` below
//     rotate    true: a new key signs from now on, and the old one is gone
//     userinfo  true: claims are at the user-info endpoint alone
//     count     true: the reply says how often the keys were read
import { createServer } from 'node:http';
import { generateKeyPair, exportJWK, exportSPKI, importJWK, SignJWT, UnsecuredJWT, decodeJwt } from 'jose';
import Provider from 'oidc-provider';

const CLIENT = 'countersign';
const desk = process.env.DESK;

let issuer, provider, key, account = null, tamper = 'none', userinfo = false, keyReads = 0, keys = 0;

async function newKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  keys += 1;
  return { ...(await exportJWK(privateKey)), kid: `key-${keys}`, use: 'sig', alg: 'RS256' };
}

function newProvider() {
  const made = new Provider(issuer, {
    clients: [{
      client_id: CLIENT,
      client_secret: 'the desk and the provider share this',
      redirect_uris: [`${desk}/office/login/return`],
      post_logout_redirect_uris: [`${desk}/office/login`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    }],
    jwks: { keys: [key] },
    cookies: { keys: ['a key for tests'] },
    claims: { openid: ['sub'], profile: ['preferred_username', 'countersign_role', 'groups'] },
    conformIdTokenClaims: userinfo,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...(account?.claims ?? {}) }) }),
    // Nobody is asked whether the desk may know them.
    async loadExistingGrant(context) {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  made.use(async (context, next) => {
    await next();
    if (context.path === '/jwks') keyReads += 1;
    if (context.path === '/token' && context.body?.id_token) await tampers[tamper](context);
  });
  made.on('server_error', (_context, error) => console.error(error));
  return made;
}

// Signs the claims of the token again after `change`.
const signed = (change, signWith = () => key) => async (context) => {
  const claims = decodeJwt(context.body.id_token);
  change(claims);
  const { kid, ...jwk } = signWith();
  const signer = await importJWK(jwk, 'RS256');
  context.body.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(signer);
};
const now = () => Math.floor(Date.now() / 1000);
let attackersKey;

const tampers = {
  none: async () => {},
  nonce: signed((claims) => { claims.nonce = 'the attacker\'s'; }),
  'no-nonce': signed((claims) => { delete claims.nonce; }),
  issuer: signed((claims) => { claims.iss = 'https://evil.example'; }),
  audience: signed((claims) => { claims.aud = 'another program'; }),
  'audience-more': signed((claims) => { claims.aud = [CLIENT, 'another program']; }),
  expired: signed((claims) => { claims.exp = now() - 90; }),
  'just-expired': signed((claims) => { claims.exp = now() - 40; }),
  ahead: signed((claims) => { claims.iat = now() + 120; }),
  'little-ahead': signed((claims) => { claims.iat = now() + 40; }),
  old: signed((claims) => { claims.iat = now() - 1000; }),
  'not-yet': signed((claims) => { claims.nbf = now() + 120; }),
  // The key id of the provider, the key of an attacker.
  signature: (context) => signed(() => {}, () => ({ ...attackersKey, kid: key.kid }))(context),
  'unknown-key': (context) => signed(() => {}, () => ({ ...attackersKey, kid: 'attacker' }))(context),
  unsigned: async (context) => {
    context.body.id_token = new UnsecuredJWT(decodeJwt(context.body.id_token)).encode();
  },
  // Signed with the public key as a shared secret, and with the client's secret.
  'public-key-as-secret': async (context) => {
    const { d, p, q, dp, dq, qi, ...open } = key;
    const secret = new TextEncoder().encode(await exportSPKI(await importJWK(open, 'RS256')));
    const claims = decodeJwt(context.body.id_token);
    context.body.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret);
  },
  'shared-secret': async (context) => {
    const secret = new TextEncoder().encode('the desk and the provider share this');
    const claims = decodeJwt(context.body.id_token);
    context.body.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
  },
  'no-token': async (context) => { delete context.body.id_token; },
  garbage: async (context) => { context.body.id_token = 'a.b.c'; },
  huge: async (context) => { context.body.more = 'x'.repeat(2_000_000); },
  slow: async () => { await new Promise((resolve) => setTimeout(resolve, 15_000)); },
};

async function control(request, response) {
  let text = '';
  for await (const part of request) text += part;
  const wanted = JSON.parse(text);
  if ('account' in wanted) account = wanted.account;
  if ('tamper' in wanted) {
    if (!(wanted.tamper in tampers)) throw new Error(`unknown: ${wanted.tamper}`);
    tamper = wanted.tamper;
  }
  if ('userinfo' in wanted) userinfo = wanted.userinfo;
  if (wanted.rotate) key = await newKey();
  if (wanted.rotate || 'userinfo' in wanted) provider = newProvider();
  response.end(JSON.stringify({ keyReads }));
}

async function interaction(request, response) {
  const result = account === null
    ? { error: 'access_denied', error_description: 'the person refused' }
    : { login: { accountId: account.sub } };
  await provider.interactionFinished(request, response, result);
}

const server = createServer(async (request, response) => {
  try {
    if (request.method === 'POST' && request.url === '/test') await control(request, response);
    else if (request.url.startsWith('/interaction/')) await interaction(request, response);
    else await provider.callback()(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end(String(error));
  }
});
server.listen(0, '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  [key, attackersKey] = [await newKey(), await newKey()];
  provider = newProvider();
  console.log(issuer);
});
// Whoever started it has gone.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
