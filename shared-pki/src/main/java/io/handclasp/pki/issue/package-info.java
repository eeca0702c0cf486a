/**
 * Makes authorities, requests, certificates and revocation lists. The only home of Bouncy Castle;
 * the proxies never load it. Serves as the test PKI of every module.
 */
@NullMarked
package io.handclasp.pki.issue;

import org.jspecify.annotations.NullMarked;
