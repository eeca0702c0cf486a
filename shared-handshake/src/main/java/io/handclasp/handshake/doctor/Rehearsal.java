package io.handclasp.handshake.doctor;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays the handshake that two ends would have, in memory: their contexts are the real ones, only
 * the bytes do not pass a socket. Nothing is listened on and nobody is called.
 */
public final class Rehearsal {
  /** A handshake takes a dozen turns; more is a fault of ours. */
  private static final int MOST_TURNS = 1_000;

  private final EmbeddedChannel front;
  private final EmbeddedChannel back;
  private final List<HandshakeRecord> told = new ArrayList<>(2);

  /** Both ends take the server to be at {@code endpoint}: records say so, and cures ask there. */
  private Rehearsal(SocketAddress endpoint) {
    front =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return endpoint;
          }
        };
    back =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress localAddress0() {
            return endpoint;
          }
        };
  }

  /**
   * Plays one handshake.
   *
   * @param host as the front's endpoint has it
   * @param port as the front's endpoint has it
   * @param expectedName what the front asks of the back's certificate
   * @return what both ends have to tell of it
   */
  public static JoinedHandshake play(
      ServerTls server, ClientTls client, String host, int port, String expectedName) {
    Rehearsal rehearsal = new Rehearsal(InetSocketAddress.createUnresolved(host, port));
    try {
      server.addTo(rehearsal.back, rehearsal.told::add);
      rehearsal.back.pipeline().addLast(new Farewell(true));
      client.addTo(rehearsal.front, host, port, expectedName, rehearsal.told::add);
      rehearsal.front.pipeline().addLast(new Farewell(true));
      rehearsal.exchange();
    } finally {
      rehearsal.front.finishAndReleaseAll();
      rehearsal.back.finishAndReleaseAll();
    }
    return rehearsal.joined();
  }

  private void exchange() {
    boolean moved = true;
    for (int turn = 0; moved && turn < MOST_TURNS; turn++) {
      boolean there = pass(front, back);
      boolean andBack = pass(back, front);
      moved = there || andBack;
    }
  }

  /** Moves what one end has written to the other, and then the end of its connection. */
  private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
    boolean moved = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      moved = true;
      if (to.isOpen()) {
        to.writeInbound(bytes);
      } else {
        bytes.release();
      }
    }
    if (!from.isOpen() && to.isOpen()) {
      to.pipeline().fireChannelInactive();
      to.close();
      moved = true;
    }
    return moved;
  }

  /** The ids differ where the front never came to say hello. */
  private JoinedHandshake joined() {
    HandshakeRecord client = told(Role.CLIENT);
    HandshakeRecord server = told(Role.SERVER);
    return JoinedHandshake.of(client, server);
  }

  private HandshakeRecord told(Role role) {
    return told.stream()
        .filter(handshake -> handshake.role() == role)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the " + role.word() + " told nothing of a handshake"));
  }
}
