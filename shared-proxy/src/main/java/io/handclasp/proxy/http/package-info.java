/**
 * HTTP as both proxies understand it: strict message heads and framing, hop-by-hop and forwarding
 * fields, the answers the proxy makes itself, and the kinds of failure behind them.
 */
@NullMarked
package io.handclasp.proxy.http;

import org.jspecify.annotations.NullMarked;
