#pragma once

#include <string_view>

namespace levada::lake {

// Source: Apache Hudi (Apache-2.0), hudi-common/src/main/avro; the schemas its readers resolve by name.

inline constexpr std::string_view kRequestedReplaceSchema =
    R"avro({"type":"record","name":"org.apache.hudi.avro.model.HoodieRequestedReplaceMetadata","fields":[{")avro"
    R"avro(default":null,"name":"operationType","type":["null",{"avro.java.string":"String","type":"string")avro"
    R"avro(}]},{"default":null,"name":"clusteringPlan","type":["null",{"type":"record","name":"org.apache.h)avro"
    R"avro(udi.avro.model.HoodieClusteringPlan","fields":[{"default":null,"name":"inputGroups","type":["nul)avro"
    R"avro(l",{"type":"array","items":{"type":"record","name":"org.apache.hudi.avro.model.HoodieClusteringG)avro"
    R"avro(roup","fields":[{"default":null,"name":"slices","type":["null",{"type":"array","items":{"type":")avro"
    R"avro(record","name":"org.apache.hudi.avro.model.HoodieSliceInfo","fields":[{"default":null,"name":"da)avro"
    R"avro(taFilePath","type":["null",{"avro.java.string":"String","type":"string"}]},{"default":null,"name)avro"
    R"avro(":"deltaFilePaths","type":["null",{"type":"array","items":{"avro.java.string":"String","type":"s)avro"
    R"avro(tring"}}]},{"name":"fileId","type":["null",{"avro.java.string":"String","type":"string"}]},{"def)avro"
    R"avro(ault":null,"name":"partitionPath","type":["null",{"avro.java.string":"String","type":"string"}]})avro"
    R"avro(,{"default":null,"name":"bootstrapFilePath","type":["null",{"avro.java.string":"String","type":")avro"
    R"avro(string"}]},{"default":1,"name":"version","type":["int","null"]}]}}]},{"default":null,"name":"met)avro"
    R"avro(rics","type":["null",{"avro.java.string":"String","type":"map","values":"double"}]},{"default":1)avro"
    R"avro(,"name":"numOutputFileGroups","type":["int","null"]},{"default":null,"name":"extraMetadata","typ)avro"
    R"avro(e":["null",{"avro.java.string":"String","type":"map","values":{"avro.java.string":"String","type)avro"
    R"avro(":"string"}}]},{"default":1,"name":"version","type":["int","null"]}]}}]},{"default":null,"name":)avro"
    R"avro("strategy","type":["null",{"type":"record","name":"org.apache.hudi.avro.model.HoodieClusteringSt)avro"
    R"avro(rategy","fields":[{"default":null,"name":"strategyClassName","type":["null",{"avro.java.string":)avro"
    R"avro("String","type":"string"}]},{"default":null,"name":"strategyParams","type":["null",{"avro.java.s)avro"
    R"avro(tring":"String","type":"map","values":{"avro.java.string":"String","type":"string"}}]},{"default)avro"
    R"avro(":1,"name":"version","type":["int","null"]}]}]},{"default":null,"name":"extraMetadata","type":[")avro"
    R"avro(null",{"avro.java.string":"String","type":"map","values":{"avro.java.string":"String","type":"st)avro"
    R"avro(ring"}}]},{"default":1,"name":"version","type":["int","null"]},{"default":null,"name":"preserveH)avro"
    R"avro(oodieMetadata","type":["null","boolean"]},{"default":null,"name":"missingSchedulePartitions","ty)avro"
    R"avro(pe":["null",{"type":"array","items":{"avro.java.string":"String","type":"string"}}]}]}]},{"defau)avro"
    R"avro(lt":null,"name":"extraMetadata","type":["null",{"avro.java.string":"String","type":"map","values)avro"
    R"avro(":{"avro.java.string":"String","type":"string"}}]},{"default":1,"name":"version","type":["int",")avro"
    R"avro(null"]}]})avro";

inline constexpr std::string_view kCleanerPlanSchema =
    R"avro({"type":"record","name":"org.apache.hudi.avro.model.HoodieCleanerPlan","fields":[{"default":null)avro"
    R"avro(,"name":"earliestInstantToRetain","type":["null",{"type":"record","name":"org.apache.hudi.avro.m)avro"
    R"avro(odel.HoodieActionInstant","fields":[{"name":"timestamp","type":{"avro.java.string":"String","typ)avro"
    R"avro(e":"string"}},{"name":"action","type":{"avro.java.string":"String","type":"string"}},{"name":"st)avro"
    R"avro(ate","type":{"avro.java.string":"String","type":"string"}}]}]},{"default":"","name":"lastComplet)avro"
    R"avro(edCommitTimestamp","type":{"avro.java.string":"String","type":"string"}},{"name":"policy","type")avro"
    R"avro(:{"avro.java.string":"String","type":"string"}},{"default":null,"name":"filesToBeDeletedPerParti)avro"
    R"avro(tion","type":["null",{"avro.java.string":"String","type":"map","values":{"type":"array","items":)avro"
    R"avro({"avro.java.string":"String","type":"string"}}}]},{"default":1,"name":"version","type":["int","n)avro"
    R"avro(ull"]},{"doc":"This field replaces the field filesToBeDeletedPerPartition","default":null,"name")avro"
    R"avro(:"filePathsToBeDeletedPerPartition","type":["null",{"avro.java.string":"String","type":"map","va)avro"
    R"avro(lues":{"type":"array","items":{"type":"record","name":"org.apache.hudi.avro.model.HoodieCleanFil)avro"
    R"avro(eInfo","fields":[{"default":null,"name":"filePath","type":["null",{"avro.java.string":"String",")avro"
    R"avro(type":"string"}]},{"default":null,"name":"isBootstrapBaseFile","type":["null","boolean"]}]}}}]},)avro"
    R"avro({"doc":"partitions to be deleted","default":null,"name":"partitionsToBeDeleted","type":["null",{)avro"
    R"avro("type":"array","items":{"avro.java.string":"String","type":"string"}}]},{"default":null,"name":")avro"
    R"avro(extraMetadata","type":["null",{"avro.java.string":"String","default":null,"type":"map","values":)avro"
    R"avro({"avro.java.string":"String","type":"string"}}]}]})avro";

inline constexpr std::string_view kCleanMetadataSchema =
    R"avro({"type":"record","name":"org.apache.hudi.avro.model.HoodieCleanMetadata","fields":[{"name":"star)avro"
    R"avro(tCleanTime","type":{"avro.java.string":"String","type":"string"}},{"name":"timeTakenInMillis","t)avro"
    R"avro(ype":"long"},{"name":"totalFilesDeleted","type":"int"},{"name":"earliestCommitToRetain","type":{)avro"
    R"avro("avro.java.string":"String","type":"string"}},{"default":"","name":"lastCompletedCommitTimestamp)avro"
    R"avro(","type":{"avro.java.string":"String","type":"string"}},{"name":"partitionMetadata","type":{"avr)avro"
    R"avro(o.java.string":"String","type":"map","values":{"type":"record","name":"org.apache.hudi.avro.mode)avro"
    R"avro(l.HoodieCleanPartitionMetadata","fields":[{"name":"partitionPath","type":{"avro.java.string":"St)avro"
    R"avro(ring","type":"string"}},{"name":"policy","type":{"avro.java.string":"String","type":"string"}},{)avro"
    R"avro("name":"deletePathPatterns","type":{"type":"array","items":{"avro.java.string":"String","type":")avro"
    R"avro(string"}}},{"name":"successDeleteFiles","type":{"type":"array","items":{"avro.java.string":"Stri)avro"
    R"avro(ng","type":"string"}}},{"name":"failedDeleteFiles","type":{"type":"array","items":{"avro.java.st)avro"
    R"avro(ring":"String","type":"string"}}},{"default":null,"name":"isPartitionDeleted","type":["null","bo)avro"
    R"avro(olean"]}]}}},{"default":1,"name":"version","type":["int","null"]},{"default":null,"name":"bootst)avro"
    R"avro(rapPartitionMetadata","type":["null",{"avro.java.string":"String","default":null,"type":"map","v)avro"
    R"avro(alues":"org.apache.hudi.avro.model.HoodieCleanPartitionMetadata"}]},{"default":null,"name":"extr)avro"
    R"avro(aMetadata","type":["null",{"avro.java.string":"String","default":null,"type":"map","values":{"av)avro"
    R"avro(ro.java.string":"String","type":"string"}}]}]})avro";

}  // namespace levada::lake
