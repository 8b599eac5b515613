"""What can go wrong with files, sticks, disks, clocks, copies and people, F1 to F63: for each the tests that show what comes
of it, or the reason why it cannot be made here. `test_table.py` holds that each of these tests exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what happens, the tests that make it happen, and what of it no test can make (`not_here`)."""

    what: str
    tests: tuple[str, ...] = ()
    not_here: str = ""


def _tests(text: str) -> tuple[str, ...]:
    """Names of tests, one file after the other: ``sync/test_x.py: test_a test_b``; ``test_`` is left out in both."""
    found: list[str] = []
    for line in text.strip().splitlines():
        file, _, names = line.strip().partition(": ")
        found += [f"tests/{file}.py::test_{name}" for name in names.split()]
    return tuple(found)


FAULTS = {
    "F1": Fault("cut at any byte", _tests("""
        sync/test_container: cut_at_any_byte_it_is_refused cut_or_damaged_in_a_photo_it_still_gives_all_records
        sync/test_faults: cut_at_every_edge_of_a_member""")),
    "F2": Fault("any bit flipped", _tests("""
        sync/test_container: with_any_byte_changed_it_is_refused one_bit_anywhere_refuses_it_or_loses_a_named_photo
        sync/test_faults: each_bit_of_the_signature_and_around_it each_bit_of_a_manifest_is_signed each_bit_of_the_first_and_the_last_line
        sync/test_faults: each_bit_of_a_whole_bundle_with_photos
        exchange/test_bytes: one_bit_changed_is_refused_or_costs_one_named_photo""")),
    "F3": Fault("lost clusters", _tests("""
        sync/test_container: lost_clusters_in_the_records_refuse_it
        sync/test_faults: lost_clusters""")),
    "F4": Fault("right size, all zeros", _tests("sync/test_faults: all_zeros_and_two_in_one")),
    "F5": Fault("two in one, something before or behind", _tests("""
        sync/test_container: with_anything_behind_or_before_it_is_refused
        sync/test_faults: all_zeros_and_two_in_one""")),
    "F6": Fault("read errors and short reads", _tests("""
        sync/test_faults: a_file_that_cannot_be_read a_file_that_ends_while_it_is_read
        faults/test_kill_everywhere: a_disk_that_is_full_or_broken_is_told_and_costs_nothing
        faults/test_media: a_stick_pulled_out_while_it_is_read_changes_nothing""")),
    "F7": Fault("changed between check and use", _tests("""
        sync/test_faults: what_happens_to_the_file_after_the_check_changes_nothing
        exchange/test_sealed: a_stick_that_misreads_once_is_read_again""")),
    "F8": Fault("same name, other content", _tests("""
        exchange/test_exchange: file_names_are_never_used_twice wrong_files_are_named_for_what_they_are
        exchange/test_stick: no_file_is_ever_overwritten""")),
    "F9": Fault("overlapping members", _tests("sync/test_attacks: members_that_overlap_repeat_or_go_astray")),
    "F10": Fault("very many members", _tests("""
        sync/test_fault_archives: a_million_members_cost_nothing
        sync/test_limits: what_a_limit_allows_is_read_and_no_more""")),
    "F11": Fault("names that lead elsewhere", _tests("sync/test_attacks: members_that_overlap_repeat_or_go_astray")),
    "F12": Fault("archives read in two ways", _tests(
        "sync/test_fault_archives: archives_that_two_readers_could_read_differently")),
    "F13": Fault("packed bombs", _tests("""
        sync/test_attacks: a_bomb_is_stopped_at_its_announced_size a_window_larger_than_allowed a_stream_that_is_not_one_frame
        sync/test_fault_archives: bombs_and_endless_lines_take_little_memory a_line_that_comes_byte_by_byte_costs_no_square""")),
    "F14": Fault("crooked JSON", _tests("""
        sync/test_attacks: a_manifest_in_crooked_json a_manifest_nested_without_end lines_that_are_no_commits
        ledger/test_commit: a_head_that_is_none_is_refused a_body_that_is_none_is_refused
        sync/test_limits: the_fullest_manifest_and_the_fullest_commit_are_refused_before_they_take_memory
        sync/test_fault_archives: bombs_and_endless_lines_take_little_memory""")),
    "F15": Fault("hostile seals", _tests("""
        sync/test_sealing_attacks: a_sealed_file_that_was_changed_is_refused
        sync/test_sealing_attacks: a_passphrase_that_costs_too_much_is_refused_before_any_memory_is_spent
        sync/test_sealing_attacks: a_header_that_is_not_as_the_format_has_it_is_refused
        sync/test_sealing_attacks: an_armoured_file_and_other_formats_are_none_of_ours
        exchange/test_sealed: a_passphrase_opens_for_anyone_who_has_it a_sealed_file_that_is_not_whole_is_said_to_be_incomplete""")),
    "F16": Fault("the commits of another bundle", _tests("""
        sync/test_fault_archives: the_records_of_another_bundle
        sync/test_attacks: commits_that_are_not_those_signed""")),
    "F17": Fault("a chain edited without the key", _tests("""
        sync/test_fault_archives: a_chain_that_was_edited_and_hashed_again_without_the_key
        sync/test_attacks: a_stretch_that_is_not_what_its_device_signed""")),
    "F18": Fault("an old bundle played again", _tests("""
        exchange/test_trust: an_old_bundle_played_again_moves_nobody_back
        storage/test_storage_feeds: an_older_manifest_does_not_lower_what_a_peer_holds""")),
    "F19": Fault("a known name with another key", _tests("""
        exchange/test_trust: a_known_name_with_another_key_is_shouted_whatever_a_steward_says
        exchange/test_receipts: a_known_name_with_another_key_is_shouted_in_the_preview
        exchange/test_exchange: a_known_name_with_another_key_is_said_loudly""")),
    "F20": Fault("a computer of one school writing in another", _tests("""
        exchange/test_trust: a_laptop_accepted_in_one_school_is_asked_about_in_another
        exchange/test_routes: no_commit_of_another_space_is_ever_in_a_narrow_bundle""")),
    "F21": Fault("computers blocked and cut off", _tests("""
        exchange/test_trust: later_work_of_a_computer_cut_off_is_asked_about_and_never_lost
        exchange/test_trust: a_blocked_computer_stays_blocked_though_a_steward_accepts_it
        exchange/test_accidents: a_blocked_computer_is_refused_until_it_is_accepted_again""")),
    "F22": Fault("references in circles, to oneself, to the future", _tests("""
        faults/test_content: writes_that_nobody_ever_made_are_waited_for a_write_cannot_name_itself two_writes_that_wait_for_each_other
        faults/test_content: a_write_named_before_it_comes_is_waited_for_and_after_it_is_merged""")),
    "F23": Fault("two commits of one name", _tests("faults/test_content: two_commits_of_one_name_are_never_taken_for_one"),
                 "two hashes that begin alike cannot be found; the test changes the name that is held"),
    "F24": Fault("SQL in every field and key", _tests("""
        faults/test_content: texts_that_bait_other_programs_arrive_letter_by_letter
        faults/test_content: names_of_tables_and_fields_in_a_commit_are_never_names_in_the_database
        ledger/test_commit: a_head_that_is_none_is_refused
        services/test_search: signs_of_a_query_language_are_plain_text""")),
    "F25": Fault("markup and formulas", _tests("""
        faults/test_content: texts_that_bait_other_programs_arrive_letter_by_letter
        services/test_bulk_and_export: a_cell_cannot_start_a_formula
        reports/test_minutes: what_people_type_prints_letter_by_letter
        reports/test_sheets: strange_texts_do_no_harm
        reports/test_blank_instrument: strange_texts_of_an_own_instrument_do_no_harm""")),
    "F26": Fault("hostile pictures", _tests("""
        importers/test_photos: what_is_no_photo_is_refused_in_words text_hidden_in_a_png_is_gone a_picture_that_is_something_else_too
        services/test_photos: what_is_no_photo_is_refused_and_nothing_attached""")),
    "F27": Fault("letters that deceive or pile up", _tests("""
        faults/test_content: texts_that_bait_other_programs_arrive_letter_by_letter a_megabyte_of_marks_on_one_letter_arrives
        reports/test_minutes: any_name_prints""")),
    "F28": Fault("killed at any moment", _tests("""
        exchange/test_sealed: a_kill_leaves_no_open_copy_that_stays
        exchange/test_carrying: a_kill_while_it_is_taken_leaves_none_or_all_of_it
        faults/test_kill_everywhere: a_program_killed_at_any_call_leaves_nothing_half_and_loses_nothing
        faults/test_kill_everywhere: every_call_of_every_operation""")),
    "F29": Fault("the power fails", _tests("""
        faults/test_power_cut: after_a_power_cut_everything_is_there_whole_or_not_at_all""")),
    "F30": Fault("no room left", _tests("""
        exchange/test_sealed: a_disk_that_fills_up_while_it_is_opened_is_told_and_cleaned
        exchange/test_handover: a_stick_in_trouble_is_told_and_keeps_no_half_package
        faults/test_kill_everywhere: a_disk_that_is_full_or_broken_is_told_and_costs_nothing
        ui/test_disk_full: a_save_that_met_the_full_disk_is_repeated""")),
    "F31": Fault("held by another program or a second window", _tests("""
        storage/test_storage_files: a_database_that_another_program_holds_is_not_called_unsaved_entries
        storage/test_storage_copies: nothing_is_put_back_under_the_hands_of_another_process
        ui/test_shell_start: a_second_start_shows_the_first_window""")),
    "F32": Fault("stick pulled out or write-protected in use", _tests("""
        faults/test_media: a_stick_pulled_out_in_mid_write_is_never_called_saved a_stick_that_gets_write_protected_is_told
        faults/test_media: a_stick_pulled_out_while_it_is_read_changes_nothing""")),
    "F33": Fault("FAT32: no replacing in one step", _tests("""
        exchange/test_stick: trouble_at_any_moment_is_told_and_leaves_nothing
        faults/test_fat: a_bundle_carried_on_fat32_arrives_bit_for_bit""")),
    "F34": Fault("FAT32: times of two seconds, local time", _tests("""
        faults/test_fat: times_of_two_seconds_and_of_another_zone_decide_nothing""")),
    "F35": Fault("FAT32: capitals, short names", _tests("""
        faults/test_fat: by_its_short_name_or_in_capitals_it_is_still_a_bundle names_of_bundles_are_names_on_any_stick
        faults/test_fat: a_twin_in_other_letters_is_never_overwritten""")),
    "F36": Fault("FAT32: largest file, full root folder", _tests("""
        faults/test_fat: a_root_folder_with_no_entry_left_is_told_as_a_full_stick no_bundle_comes_near_what_fat32_can_hold""")),
    "F37": Fault("pulled out after 'done'", _tests("""
        ui/test_stick_promises: it_is_said_only_after_the_read_back
        exchange/test_stick: what_reads_back_otherwise_is_never_called_saved"""),
                 "no program can prove what a stick's own memory kept"),
    "F38": Fault("hidden files, links, what a virus leaves", _tests("""
        faults/test_media: bundles_are_found_on_a_stick_that_a_virus_was_on""")),
    "F39": Fault("other file systems and places", _tests("""
        exchange/test_stick: windows_numbers_are_understood"""),
                 "exFAT, NTFS, a phone, a network share and a synchronised folder cannot be mounted here; errors are told by their numbers"),
    "F40": Fault("clock set back or far ahead", _tests("""
        exchange/test_accidents: a_wrong_clock_loses_nothing_and_spoils_no_other_clock
        faults/test_clocks_and_versions: a_clock_that_begins_anew_at_every_start""")),
    "F41": Fault("clock jumps within a save", _tests("""
        faults/test_clocks_and_versions: a_clock_that_jumps_within_one_save""")),
    "F42": Fault("clock begins anew at each start", _tests("""
        faults/test_clocks_and_versions: a_clock_that_begins_anew_at_every_start""")),
    "F43": Fault("zones", _tests("""
        faults/test_clocks_and_versions: two_laptops_twelve_hours_apart_edit_in_turn""")),
    "F44": Fault("disks cloned", _tests("""
        exchange/test_receipts: a_copy_that_was_noticed_at_its_start_is_told_of_too
        faults/test_identity: twenty_laptops_set_up_from_one_disk_after_a_year_write_the_same_field
        exchange/test_accidents: a_cloned_laptop_notices_at_its_next_start""")),
    "F45": Fault("clones edit the same entry", _tests("""
        exchange/test_receipts: a_copied_laptop_is_told_of_by_whoever_hears_of_both both_branches_of_a_copied_laptop_count
        faults/test_identity: twenty_laptops_set_up_from_one_disk_after_a_year_write_the_same_field""")),
    "F46": Fault("database carried by hand", _tests("""
        faults/test_identity: a_database_carried_by_hand_and_back_a_month_later""")),
    "F47": Fault("gone back, then new entries, then old bundles", _tests("""
        faults/test_identity: who_went_back_and_wrote_on_gets_the_old_bundles_of_the_others""")),
    "F48": Fault("hub or laptop put back to an older state", _tests("""
        exchange/test_requests: a_laptop_put_back_asks_and_gets_the_rest_again
        hub/test_hub_keeping: a_hub_put_back_to_last_week_gets_everything_again""")),
    "F49": Fault("installed anew, key lost or copied", _tests("""
        exchange/test_trust: an_installation_anew_with_the_same_name_is_another_computer
        exchange/test_trust: who_vouches_for_a_stewards_words_does_not_make_them_so
        exchange/test_trust: a_copied_key_is_one_computer_and_cut_off_as_one
        exchange/test_receipts: a_restored_or_reinstalled_laptop_is_no_copy
        exchange/test_accidents: work_survives_the_loss_of_the_key_that_should_have_signed_it""")),
    "F50": Fault("bundles lost", _tests("""
        exchange/test_requests: a_bundle_that_waits_says_whose_changes_it_needs_and_up_to_when
        exchange/test_accidents: every_second_bundle_lost_for_a_year
        faults/test_topology: one_bundle_of_a_year_is_lost""")),
    "F51": Fault("wrong order, many times, for another", _tests("""
        faults/test_topology: bundles_received_in_reverse_and_ten_times_over a_bundle_made_for_another_laptop_harms_nobody
        exchange/test_accidents: the_same_stick_goes_round_ten_times""")),
    "F52": Fault("in circles, two hubs", _tests("""
        faults/test_topology: round_in_a_circle_and_two_who_meet_once_a_year""")),
    "F53": Fault("made before an undo, received after it", _tests("""
        faults/test_topology: a_bundle_made_before_an_undo_is_received_after_it""")),
    "F54": Fault("schools split and merged, numbers corrected", _tests("""
        faults/test_topology: a_school_is_split_merged_and_its_number_corrected""")),
    "F55": Fault("many differ at once", _tests("""
        faults/test_topology: five_hundred_entries_differ_at_once_and_are_settled
        faults/test_identity: twenty_laptops_set_up_from_one_disk_after_a_year_write_the_same_field""")),
    "F56": Fault("versions side by side", _tests("""
        storage/test_storage_strange: what_this_version_does_not_know_is_kept_and_passed_on
        storage/test_storage_files: a_file_of_the_first_schema_is_upgraded_and_shows_what_it_could_not_show"""),
                 "programs of five versions do not exist yet; later ones are played by commits with unknown fields and tables"),
    "F57": Fault("fields and tables of later versions", _tests("""
        storage/test_storage_strange: what_this_version_does_not_know_is_kept_and_passed_on
        storage/test_storage_strange: a_value_that_does_not_fit_shows_as_empty_and_stays_in_the_log
        storage/test_storage_files: what_the_declarations_changed_is_projected_anew""")),
    "F58": Fault("an older program on newer data", _tests("""
        storage/test_storage_files: a_newer_file_is_refused_and_left_alone
        ui/test_opening_trouble: a_database_of_a_newer_version_is_not_touched""")),
    "F59": Fault("stopped in the middle of an upgrade", _tests("""
        faults/test_kill_everywhere: a_program_killed_at_any_call_leaves_nothing_half_and_loses_nothing
        storage/test_storage_files: a_step_that_fails_leaves_the_old_file""")),
    "F60": Fault("entries only a much newer program may show", _tests("""
        faults/test_clocks_and_versions: what_only_a_much_newer_program_may_show_is_kept_passed_on_and_not_edited
        ui/pages/test_exchange_receive: what_only_a_newer_program_may_show_is_told_and_a_change_of_it_is_refused_in_words""")),
    "F61": Fault("very much of everything", _tests("""
        exchange/test_memory: memory_does_not_grow_with_the_bundle
        faults/test_scale: minutes_of_a_megabyte_travel_and_come_back five_thousand_photos_in_one_bundle
        faults/test_scale: a_hundred_thousand_changes_with_a_gigabyte_of_memory""")),
    "F62": Fault("very many schools", _tests("""
        hub/test_hub_crowd: twenty_schools_by_eight_at_once a_thousand_schools_by_fifty_at_once""")),
    "F63": Fault("unseen for years", _tests("""
        faults/test_topology: a_laptop_unseen_for_three_years_gets_and_gives_everything""")),
}
