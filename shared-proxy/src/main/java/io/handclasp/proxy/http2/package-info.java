/**
 * HTTP/2 (RFC 9113) as a connection of either role, straight on buffers: frames are read where they
 * lie and written into the output that all streams of a connection share. There are no child
 * channels and no per-frame objects. Field blocks are packed and unpacked by Netty's HPACK (RFC
 * 7541); everything else about the protocol, its limits and its floods is decided here.
 *
 * <p>{@code FrameReader} cuts the bytes into frames and checks what can be checked of one frame;
 * {@code Http2Connection} holds the state of the connection and its streams; {@code ServerStream}
 * and {@code ClientStream} are what users of this package extend, one object per request.
 */
@NullMarked
package io.handclasp.proxy.http2;

import org.jspecify.annotations.NullMarked;
