#ifndef SN_BASE_REASONS_TEAM_H
#define SN_BASE_REASONS_TEAM_H
/* reasons_team: refusals about work sites, teams and their foremen; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_TEAM(X) \
	X(NO_SUCH_SITE,      NOT_FOUND, "no_such_site",      "这个工会没有叫“{text}”的作业点；请核对名称，或先用 site add 登记", "this union has no work site called {text}; check the name, or register it with site add") \
	X(NO_SUCH_TEAM,      NOT_FOUND, "no_such_team",      "这个工会没有叫“{text}”的班组；请核对名称，或先用 team add 登记", "this union has no team called {text}; check the name, or register it with team add") \
	X(SITE_KIND_UNKNOWN, INVALID,   "site_kind_unknown", "“{field}”应是 sweeping、transfer、plant、other 之一（清扫现场、转运站、处理场、其他）", "{field} is to be one of sweeping, transfer, plant, other") \
	X(FOREMAN_IS_NONE,   NOT_FOUND, "foreman_is_none",   "班组“{text}”现在没有班组长；没有什么可以卸任", "nobody leads the team {text}; there is no foreman to relieve") \
	X(NOT_HIS_TEAM,      DENIED,    "not_his_team",      "班组长只能确认本班组的人，这个人不在他的班组；请由其班组长或工会发放员确认", "a foreman confirms people of his own team only, and this person is in another; let that team's foreman or the union's distributor confirm") \
	/* end of the list */

/* clang-format on */
#endif
