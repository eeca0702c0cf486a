package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.HandshakeFilter;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JournalFollower;
import io.handclasp.handshake.journal.JournalReader;
import io.handclasp.handshake.record.HandshakeRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** The journals of one or both ends, opened together. */
final class JournalSet implements AutoCloseable {
  private final List<JournalReader> readers = new ArrayList<>();

  private JournalSet() {}

  static JournalSet open(List<Path> files, Consumer<String> notices) throws IOException {
    return openAll(files, file -> JournalReader.open(file, notices));
  }

  static JournalSet openLive(List<Path> files, Consumer<String> notices) throws IOException {
    return openAll(files, file -> JournalReader.openLive(file, notices));
  }

  private interface Opening {
    JournalReader open(Path file) throws IOException;
  }

  private static JournalSet openAll(List<Path> files, Opening opening) throws IOException {
    JournalSet set = new JournalSet();
    try {
      for (Path file : files) {
        set.readers.add(opening.open(file));
      }
      return set;
    } catch (NoSuchFileException e) {
      set.close();
      throw new IOException("no such journal: " + e.getFile(), e);
    } catch (IOException e) {
      set.close();
      throw e;
    }
  }

  /** How many journals. */
  int size() {
    return readers.size();
  }

  /** The outline of every record, journal after journal. */
  void read(HandshakeFilter filter, Consumer<HandshakeRecord> sink) throws IOException {
    for (JournalReader reader : readers) {
      reader.readOutlines(filter, sink);
    }
  }

  /** The youngest records, in order of time. */
  List<HandshakeRecord> newest(HandshakeFilter filter, int most) throws IOException {
    List<HandshakeRecord> found = new ArrayList<>();
    for (JournalReader reader : readers) {
      found.addAll(reader.newest(filter, most));
    }
    found.sort(Comparator.comparing(HandshakeRecord::startedAt));
    return found.size() <= most ? found : found.subList(found.size() - most, found.size());
  }

  /** The same, with the other end's records wherever they are, wanted by the filter or not. */
  List<JoinedHandshake> newestJoined(HandshakeFilter filter, int most) throws IOException {
    List<HandshakeRecord> found = newest(filter, most);
    return JoinedHandshake.join(readers.size() == 1 ? found : withOtherEnds(found));
  }

  private List<HandshakeRecord> withOtherEnds(List<HandshakeRecord> found) throws IOException {
    Set<String> ids = new HashSet<>();
    found.forEach(handshake -> ids.add(handshake.id()));
    List<HandshakeRecord> all = new ArrayList<>(found);
    Set<HandshakeRecord> known = new HashSet<>(found);
    for (JournalReader reader : readers) {
      for (HandshakeRecord handshake : reader.withIds(ids)) {
        if (known.add(handshake)) {
          all.add(handshake);
        }
      }
    }
    return all;
  }

  /** The handshakes whose id begins so; the journals are searched at the same time. */
  List<JoinedHandshake> find(String idPrefix, int most) throws IOException {
    List<CompletableFuture<List<HandshakeRecord>>> searches =
        readers.stream()
            .map(reader -> CompletableFuture.supplyAsync(() -> find(reader, idPrefix, most)))
            .toList();
    List<HandshakeRecord> found = new ArrayList<>();
    try {
      searches.forEach(search -> found.addAll(search.join()));
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException unreadable) {
        throw unreadable.getCause();
      }
      throw e;
    }
    return JoinedHandshake.join(found);
  }

  private static List<HandshakeRecord> find(JournalReader reader, String idPrefix, int most) {
    try {
      return reader.find(idPrefix, most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One follower for each journal. */
  List<JournalFollower> follow() throws IOException {
    List<JournalFollower> followers = new ArrayList<>();
    for (JournalReader reader : readers) {
      followers.add(reader.follow());
    }
    return followers;
  }

  @Override
  public void close() throws IOException {
    for (JournalReader reader : readers) {
      reader.close();
    }
  }
}
