/**
 * Makes authorities, requests, certificates and revocation lists. The only home of Bouncy Castle;
 * the proxies never load it. Serves as the test PKI of every module.
 *
 * <p>All begins with an {@link io.handclasp.pki.issue.Authority}. From it comes whatever it vouches
 * for, by builders whose defaults are those of a careful operator:
 *
 * <pre>{@code
 * Authority root = Authority.root("CN=Acme Root").create();
 * Authority issuing = root.intermediate("CN=Acme Issuing").create();
 * Identity back = issuing.identity("CN=back.example").server().create();
 * Identity front = issuing.identity("CN=front.example").client().create();
 * X509CRL list = issuing.revocationList().revoke(front.leaf()).create();
 * }</pre>
 *
 * <p>An {@link io.handclasp.pki.store.Identity} is a key with its chain, ready for {@link
 * io.handclasp.pki.store.StoreWriter}. Each builder can also err on purpose, for tests: {@code
 * expired()}, {@code damagedSignature()}, {@code withoutAuthorityFlag()} and their like.
 */
@NullMarked
package io.handclasp.pki.issue;

import org.jspecify.annotations.NullMarked;
