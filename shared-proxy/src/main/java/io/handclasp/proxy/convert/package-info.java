/**
 * Turns the mutual-TLS parts of other proxies' options into a configuration of ours, where the
 * meaning is exactly the same; whatever is not, is told of and left to people.
 */
@NullMarked
package io.handclasp.proxy.convert;

import org.jspecify.annotations.NullMarked;
