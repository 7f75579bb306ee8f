package org.dmkit.cli.dm;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dmkit.dm.status.CacheStatus;
import org.dmkit.dm.status.CloneStatus;
import org.dmkit.dm.status.DelayStatus;
import org.dmkit.dm.status.EraStatus;
import org.dmkit.dm.status.FailedStatus;
import org.dmkit.dm.status.IntegrityStatus;
import org.dmkit.dm.status.KnownStatus;
import org.dmkit.dm.status.MirrorStatus;
import org.dmkit.dm.status.MultipathStatus;
import org.dmkit.dm.status.RaidStatus;
import org.dmkit.dm.status.SnapshotStatus;
import org.dmkit.dm.status.StripedStatus;
import org.dmkit.dm.status.ThinPoolStatus;
import org.dmkit.dm.status.ThinStatus;
import org.dmkit.dm.status.VdoStatus;
import org.dmkit.dm.status.VerityStatus;
import org.dmkit.dm.status.WritecacheStatus;

/** What targets say of themselves, by name. A field that a target leaves empty is left out. */
final class StatusFields {
    private StatusFields() {}

    static Map<String, Object> of(KnownStatus status) {
        return switch (status) {
            case FailedStatus s -> Answer.fields("failed", s.word());
            case RaidStatus s -> raid(s);
            case MirrorStatus s ->
                Answer.fields("devices", s.devices(), "health", s.letters(), "done", s.done(), "total", s.total());
            case StripedStatus s -> Answer.fields("devices", s.devices(), "health", s.letters());
            case SnapshotStatus s ->
                Answer.fields("allocated", s.allocated(), "total", s.total(), "metadata", s.metadata());
            case ThinStatus s -> with("highest", s.highest(), Answer.fields("mapped", s.mapped()));
            case ThinPoolStatus s -> thinPool(s);
            case CacheStatus s -> cache(s);
            case WritecacheStatus s -> writecache(s);
            case CloneStatus s -> clone(s);
            case EraStatus s ->
                with(
                        "heldRoot",
                        s.heldRoot(),
                        Answer.fields(
                                "metadataBlockSize", s.metadataBlockSize(),
                                "usedMetadata", s.usedMetadata(),
                                "totalMetadata", s.totalMetadata(),
                                "era", s.era()));
            case VerityStatus s -> with("corrected", s.corrected(), Answer.fields("corrupted", s.corrupted()));
            case IntegrityStatus s ->
                with(
                        "recalculated",
                        s.recalculated(),
                        Answer.fields("mismatches", s.mismatches(), "provided", s.provided()));
            case MultipathStatus s ->
                Answer.fields(
                        "features", s.features(),
                        "handler", s.handler(),
                        "next", s.next(),
                        "groups", s.groups().stream().map(StatusFields::group).toList());
            case VdoStatus s ->
                Answer.fields(
                        "device", s.device(),
                        "mode", s.mode(),
                        "recovering", s.recovering(),
                        "index", s.index(),
                        "compression", s.compression(),
                        "used", s.used(),
                        "total", s.total());
            case DelayStatus s -> with("flushes", s.flushes(), Answer.fields("reads", s.reads(), "writes", s.writes()));
        };
    }

    private static Map<String, Object> with(String name, OptionalLong value, Map<String, Object> fields) {
        value.ifPresent(v -> fields.put(name, v));
        return fields;
    }

    private static Map<String, Object> raid(RaidStatus s) {
        return Answer.fields(
                "level", s.level(),
                "health", s.letters(),
                "done", s.done(),
                "total", s.total(),
                "action", s.action(),
                "mismatches", s.mismatches());
    }

    private static Map<String, Object> thinPool(ThinPoolStatus s) {
        Map<String, Object> fields = Answer.fields(
                "transaction", s.transaction(),
                "usedMetadata", s.usedMetadata(),
                "totalMetadata", s.totalMetadata(),
                "usedData", s.usedData(),
                "totalData", s.totalData(),
                "mode", s.mode(),
                "discard", s.discard(),
                "errorIfNoSpace", s.errorIfNoSpace(),
                "needsCheck", s.needsCheck());
        return with("heldRoot", s.heldRoot(), with("metadataLowWater", s.metadataLowWater(), fields));
    }

    private static Map<String, Object> cache(CacheStatus s) {
        return Answer.fields(
                "metadataBlockSize", s.metadataBlockSize(),
                "usedMetadata", s.usedMetadata(),
                "totalMetadata", s.totalMetadata(),
                "blockSize", s.blockSize(),
                "used", s.used(),
                "total", s.total(),
                "readHits", s.readHits(),
                "readMisses", s.readMisses(),
                "writeHits", s.writeHits(),
                "writeMisses", s.writeMisses(),
                "demotions", s.demotions(),
                "promotions", s.promotions(),
                "dirty", s.dirty(),
                "features", s.features(),
                "settings", s.settings(),
                "policy", s.policy(),
                "policySettings", s.policySettings(),
                "mode", s.mode(),
                "needsCheck", s.needsCheck());
    }

    private static Map<String, Object> writecache(WritecacheStatus s) {
        Map<String, Object> fields =
                Answer.fields("error", s.error(), "blocks", s.blocks(), "free", s.free(), "writeback", s.writeback());
        s.counts()
                .ifPresent(c -> fields.put(
                        "counts",
                        Answer.fields(
                                "reads", c.reads(),
                                "readHits", c.readHits(),
                                "writes", c.writes(),
                                "hitsUncommitted", c.hitsUncommitted(),
                                "hitsCommitted", c.hitsCommitted(),
                                "around", c.around(),
                                "allocated", c.allocated(),
                                "blocked", c.blocked(),
                                "flushes", c.flushes(),
                                "discards", c.discards())));
        return fields;
    }

    private static Map<String, Object> clone(CloneStatus s) {
        return Answer.fields(
                "metadataBlockSize", s.metadataBlockSize(),
                "usedMetadata", s.usedMetadata(),
                "totalMetadata", s.totalMetadata(),
                "regionSize", s.regionSize(),
                "hydrated", s.hydrated(),
                "total", s.total(),
                "hydrating", s.hydrating(),
                "features", s.features(),
                "settings", s.settings(),
                "mode", s.mode());
    }

    private static Map<String, Object> group(MultipathStatus.Group g) {
        List<Map<String, Object>> paths = g.paths().stream()
                .map(p -> Answer.fields(
                        "device", p.device(),
                        "active", p.active(),
                        "failures", p.failures(),
                        "selector", p.selector()))
                .toList();
        return Answer.fields("state", String.valueOf(g.state()), "selector", g.selector(), "paths", paths);
    }
}
