/**
 * What the operator sees and does: a listener of its own, on a thread of its own, that answers
 * questions about the proxy as pages, JSON and live events, and takes a few orders. Other packages
 * register what they have to tell in {@link io.handclasp.proxy.admin.AdminRoutes}.
 */
@NullMarked
package io.handclasp.proxy.admin;

import org.jspecify.annotations.NullMarked;
