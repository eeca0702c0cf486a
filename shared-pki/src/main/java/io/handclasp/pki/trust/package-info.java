/**
 * Judges a chain of certificates against trust anchors by RFC 5280, RFC 9525 and a policy, and says
 * why not: every reason, with the certificate it concerns. Revocation lists are part of the
 * judgement. The proxies and {@code pki verify} use the same class.
 */
@NullMarked
package io.handclasp.pki.trust;

import org.jspecify.annotations.NullMarked;
